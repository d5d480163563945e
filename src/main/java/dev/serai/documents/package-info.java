/** Documents: streaming them in and out of the store, and the typed steps of their routes. */
@NullMarked
package dev.serai.documents;

import org.jspecify.annotations.NullMarked;

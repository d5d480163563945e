/** Text becomes vectors. */
@NullMarked
package dev.serai.embedding;

import org.jspecify.annotations.NullMarked;

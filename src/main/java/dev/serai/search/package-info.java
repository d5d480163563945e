/** The search core: an index on disk of what Postgres holds, searched inside one org. Knows neither Spring nor Camel. */
@NullMarked
package dev.serai.search;

import org.jspecify.annotations.NullMarked;

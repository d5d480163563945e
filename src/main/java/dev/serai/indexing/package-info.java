/** Keeps this node's search index in step with Postgres, and answers searches with what row-level security shows. */
@NullMarked
package dev.serai.indexing;

import org.jspecify.annotations.NullMarked;

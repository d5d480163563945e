/** Measures the hub's rankings on a labelled set: documents, queries, and judgements of what answers them. */
@NullMarked
package dev.serai.evaluation;

import org.jspecify.annotations.NullMarked;

/** Programs that measure the hub; run by name with the Maven profile {@code bench}, see docs/benchmarks.md. */
@NullMarked
package dev.serai.bench;

import org.jspecify.annotations.NullMarked;

/** Keeps the hub's stores in step with each other and small: the reconcile sweep and the retention of everything that grows. */
@NullMarked
package dev.serai.upkeep;

import org.jspecify.annotations.NullMarked;

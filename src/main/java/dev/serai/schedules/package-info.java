/** Schedules: which moments a job is due at, and that each of them fires once. */
@NullMarked
package dev.serai.schedules;

import org.jspecify.annotations.NullMarked;

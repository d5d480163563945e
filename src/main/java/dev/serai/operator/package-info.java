/** What operators do: look through dead letters, replay or delete them, and leave a trace of it. */
@NullMarked
package dev.serai.operator;

import org.jspecify.annotations.NullMarked;

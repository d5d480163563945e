/** Refusals: what went wrong, which value, what was expected and what to do, under a code that every channel shares. */
@NullMarked
package dev.serai.problem;

import org.jspecify.annotations.NullMarked;

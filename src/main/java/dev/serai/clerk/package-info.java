/** Calls to Clerk for people who manage their org: which are allowed, whose they are, and what their answers mean. */
@NullMarked
package dev.serai.clerk;

import org.jspecify.annotations.NullMarked;

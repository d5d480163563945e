/** The hub's entry points: the command line and the running hub. */
@NullMarked
package dev.serai;

import org.jspecify.annotations.NullMarked;

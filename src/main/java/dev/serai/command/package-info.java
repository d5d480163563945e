/** Sub-commands of the jar. */
@NullMarked
package dev.serai.command;

import org.jspecify.annotations.NullMarked;

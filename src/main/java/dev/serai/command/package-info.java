/** Sub-commands of the hub's jar. */
@NullMarked
package dev.serai.command;

import org.jspecify.annotations.NullMarked;

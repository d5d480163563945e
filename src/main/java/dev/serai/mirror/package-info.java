/** What other systems say about their objects, read from their events into observations of which the greatest stays. */
@NullMarked
package dev.serai.mirror;

import org.jspecify.annotations.NullMarked;

/**
 * The fault harness: clients upload while nodes and servers are killed, stopped, frozen and filled on a seeded schedule;
 * afterwards everything is healed, drained and compared with what the clients were told.
 */
@NullMarked
package dev.serai.faults;

import org.jspecify.annotations.NullMarked;

/** Webhooks that the hub sends: signed, retried on a published schedule, and only ever to addresses that are public. */
@NullMarked
package dev.serai.outbound;

import org.jspecify.annotations.NullMarked;

/** Takes signed events from other services: verified on raw bytes, durable before they are acknowledged, worked off once. */
@NullMarked
package dev.serai.webhooks;

import org.jspecify.annotations.NullMarked;

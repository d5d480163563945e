/** The hub about itself: health, facts, documentation, topics, demo. */
@NullMarked
package dev.serai.hub;

import org.jspecify.annotations.NullMarked;

/** Routes that are exchanged while they run: entries that stay, revisions behind them, and a pointer between both. */
@NullMarked
package dev.serai.live;

import org.jspecify.annotations.NullMarked;

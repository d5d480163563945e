package dev.serai.pipeline;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before another attempt. */
public final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private Backoff() {}

    /**
     * Doubles with each attempt, with full jitter on the upper half, so that ten thousand things that failed together do not
     * come back together.
     *
     * @param attempt the one that failed, counted from 1
     */
    public static Duration after(int attempt, Duration first, Duration longest, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(attempt - 1, MOST_DOUBLINGS);
        long capped = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
    }
}

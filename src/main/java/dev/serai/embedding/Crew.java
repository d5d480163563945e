package dev.serai.embedding;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How the processors are shared among texts. Which way is the fastest depends on the processor's caches and on how many
 * there are, so it is tried out.
 *
 * @param callers texts at the same time
 * @param threads threads that work on each text
 */
record Crew(int callers, int threads) {
    /** Threads that wait for each other cost more beside the hub's other work than alone: they must win clearly. */
    private static final double CLEARLY = 1.1;

    /** As many texts as processors first, then fewer texts with more threads for each. */
    static List<Crew> candidates(int processors) {
        return Stream.iterate(1, threads -> threads <= processors, threads -> threads * 2)
                .map(threads -> new Crew(processors / threads, threads))
                .toList();
    }

    /** @param textsPerSecond asked once for each, unless there is no choice */
    static Crew fastest(List<Crew> candidates, ToDoubleFunction<Crew> textsPerSecond) {
        Crew best = candidates.getFirst();
        if (candidates.size() == 1) {
            return best;
        }
        double rate = textsPerSecond.applyAsDouble(best);
        for (Crew other : candidates.subList(1, candidates.size())) {
            double itsRate = textsPerSecond.applyAsDouble(other);
            if (itsRate > CLEARLY * rate) {
                best = other;
                rate = itsRate;
            }
        }
        return best;
    }
}

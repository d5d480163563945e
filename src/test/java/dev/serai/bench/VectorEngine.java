package dev.serai.bench;

import java.util.List;

/** A way to find nearest rows, at one of its settings. */
interface VectorEngine {
    String name();

    /**
     * Numbers of the 10 nearest rows, best first.
     *
     * @param every 1 for all rows; else those of a tenant, whose documents' numbers divide by it
     */
    List<Integer> search(float[] query, int every) throws Exception;
}

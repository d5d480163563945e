package dev.serai.embedding;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;

/** What every vector in the hub is: {@value MiniLm#DIMENSIONS} finite floats of length one. */
final class Vectors {
    private Vectors() {}

    /** @param source who made the vector, for the refusal */
    static float[] normalised(double[] raw, String source) {
        double length = length(raw);
        if (raw.length != MiniLm.DIMENSIONS || !Double.isFinite(length) || length == 0) {
            throw invalid("%s gave a vector of %d numbers with length %s, expected %d finite numbers, not all zero"
                    .formatted(source, raw.length, length, MiniLm.DIMENSIONS));
        }
        float[] vector = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            vector[i] = (float) (raw[i] / length);
        }
        return vector;
    }

    static Refusal invalid(String detail) {
        return Refusal.of(
                Reason.EMBEDDING_INVALID,
                detail,
                "Check that serai.embedding.model names a model with %d dimensions".formatted(MiniLm.DIMENSIONS));
    }

    private static double length(double[] raw) {
        double sum = 0;
        for (double value : raw) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}

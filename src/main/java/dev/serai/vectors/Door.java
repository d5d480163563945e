package dev.serai.vectors;

import java.util.Collection;

/** Refuses what would poison an index. Unit length is what makes a dot product the cosine. */
final class Door {
    private static final double TOLERANCE = 1e-3;
    private static final int LONGEST_NAME = 4000;

    private Door() {}

    static void check(Collection<VectorUpdate> updates, int dimension) {
        for (VectorUpdate update : updates) {
            checkName("document id", update.documentId());
            if (update instanceof VectorUpdate.Upsert upsert) {
                checkName("type", upsert.type());
                upsert.rows().forEach(row -> check(place(upsert, row), row.vector(), dimension));
            }
        }
    }

    private static String place(VectorUpdate.Upsert upsert, VectorRow row) {
        return "row %d of document %s".formatted(row.ordinal(), upsert.documentId());
    }

    static void checkName(String what, String name) {
        if (name.length() > LONGEST_NAME / 4) {
            throw new IllegalArgumentException(
                    "a %s has %d characters, at most %d".formatted(what, name.length(), LONGEST_NAME / 4));
        }
    }

    static void check(String what, float[] vector, int dimension) {
        if (vector.length != dimension) {
            throw new IllegalArgumentException(
                    "%s has %d numbers, expected %d".formatted(what, vector.length, dimension));
        }
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalArgumentException("%s holds %s at %d".formatted(what, vector[i], i));
            }
            squares += (double) vector[i] * vector[i];
        }
        if (Math.abs(Math.sqrt(squares) - 1) > TOLERANCE) {
            throw new IllegalArgumentException("%s has length %s, expected 1".formatted(what, Math.sqrt(squares)));
        }
    }
}

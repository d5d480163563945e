package dev.serai.vectors;

/**
 * How a store compares rows and when it compacts.
 *
 * @param dimension numbers in a vector; fixed for the life of a store
 * @param exactRows a search among at most so many rows compares all of them; above, one bit a number goes first
 * @param rescored rows that the one-bit pass hands on; more of them cost time and find more
 * @param deadPercent share of deleted rows at which an org's file is written anew
 */
public record VectorSettings(int dimension, int exactRows, int rescored, int deadPercent) {
    public VectorSettings {
        if (dimension < 1 || dimension > 65_536 || exactRows < 0 || rescored < 1 || deadPercent < 1) {
            throw new IllegalArgumentException(
                    "dimension %d (1 to 65536), exactRows %d (from 0), rescored %d and deadPercent %d (from 1)"
                            .formatted(dimension, exactRows, rescored, deadPercent));
        }
    }

    public static VectorSettings of(int dimension) {
        return new VectorSettings(dimension, 10_000, 800, 30);
    }
}

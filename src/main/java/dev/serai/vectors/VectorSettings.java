package dev.serai.vectors;

/**
 * How a store compares rows and when it tidies up.
 *
 * @param dimension numbers in a vector; fixed for the life of a store
 * @param exactRows a search among at most so many rows compares all of them; above, one bit a number goes first
 * @param rescored rows that the one-bit pass hands on at most; more of them cost time and find more
 * @param rescoredPercent share of the rows that it hands on at most, though never less than a hundred rows; within
 *     clusters a quarter of both, because bits tell more there
 * @param clusteredRows an org of at least so many rows is clustered for searches without a filter
 * @param probedPercent share of the clusters that such a search looks at in an org of 100,000 rows; others by the root of
 *     their size. More of them cost time and find more
 * @param deadPercent share of deleted rows at which an org's file is written anew
 */
public record VectorSettings(
        int dimension,
        int exactRows,
        int rescored,
        int rescoredPercent,
        int clusteredRows,
        int probedPercent,
        int deadPercent) {
    public VectorSettings {
        require("dimension", dimension, 1, 65_536);
        require("exactRows", exactRows, 0, Integer.MAX_VALUE);
        require("rescored", rescored, 1, Integer.MAX_VALUE);
        require("rescoredPercent", rescoredPercent, 1, 100);
        require("clusteredRows", clusteredRows, 1, Integer.MAX_VALUE);
        require("probedPercent", probedPercent, 1, 100);
        require("deadPercent", deadPercent, 1, 100);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s is %d, expected %d to %d".formatted(what, value, least, most));
        }
    }

    public static VectorSettings of(int dimension) {
        return new VectorSettings(dimension, 500, 800, 20, 1_000, 12, 30);
    }
}

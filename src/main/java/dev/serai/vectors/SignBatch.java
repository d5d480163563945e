package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are compared by their signs, many at a time. They lie in columns, which are the words that cluster files hold
 * too: the first words of all rows, then their second ones and so on; at last the factors and the numbers of the rows.
 */
final class SignBatch {
    /** Rows at a time. */
    static final int ROOM = Candidates.TOGETHER;

    private final Kernel kernel;
    private final Bits bits;
    private final MemorySegment file;
    private final @Nullable IntPredicate living;
    private final Candidates best;
    private final long[] columns;
    private final float[] factors = new float[ROOM];
    private final int[] numbers = new int[ROOM];
    private final int[] differences = new int[ROOM];
    private final float[] scores = new float[ROOM];

    /** @param living whether the row of a number counts; null when all do */
    SignBatch(Kernel kernel, Bits bits, MemorySegment file, @Nullable IntPredicate living, Candidates best) {
        this.kernel = kernel;
        this.bits = bits;
        this.file = file;
        this.living = living;
        this.best = best;
        this.columns = new long[ROOM * bits.words()];
    }

    /**
     * Offers rows that lie in columns.
     *
     * @param base what every row's score begins with
     */
    void offerColumns(long at, int rows, float base) {
        int words = rows * bits.words();
        long behind = at + (long) Long.BYTES * words;
        MemorySegment.copy(file, Layout.LONG, at, columns, 0, words);
        MemorySegment.copy(file, Layout.FLOAT, behind, factors, 0, rows);
        MemorySegment.copy(file, Layout.INT, behind + (long) Float.BYTES * rows, numbers, 0, rows);
        offer(rows, base);
    }

    /**
     * Offers rows that lie one after the other, as do their factors.
     *
     * @param number of the first row
     */
    void offerRows(long signsAt, long factorsAt, int rows, int number) {
        int words = bits.words();
        long from = signsAt;
        for (int row = 0; row < rows; row++) {
            for (int word = 0, at = row; word < words; word++, at += rows, from += Long.BYTES) {
                columns[at] = file.get(Layout.LONG, from);
            }
            numbers[row] = number + row;
        }
        MemorySegment.copy(file, Layout.FLOAT, factorsAt, factors, 0, rows);
        offer(rows, 0);
    }

    private void offer(int rows, float base) {
        kernel.differences(bits.planes(), columns, rows, differences);
        bits.dots(differences, factors, base, rows, scores);
        if (living != null) {
            silenceTheDead(living, rows);
        }
        best.offer(scores, numbers, rows);
    }

    private void silenceTheDead(IntPredicate isLive, int rows) {
        for (int row = 0; row < rows; row++) {
            if (scores[row] > best.threshold() && !isLive.test(numbers[row])) {
                scores[row] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}

package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** For where the vector module is absent. */
final class ScalarKernel implements Kernel {
    @Override
    public void dots(byte[] query, MemorySegment codes, long at, int rows, int[] dots) {
        for (int row = 0; row < rows; row++) {
            dots[row] = dot(query, codes, at + (long) row * query.length);
        }
    }

    @Override
    public void dots(byte[] query, MemorySegment codes, long[] at, int rows, int[] dots) {
        for (int row = 0; row < rows; row++) {
            dots[row] = dot(query, codes, at[row]);
        }
    }

    private static int dot(byte[] query, MemorySegment codes, long at) {
        int sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += query[i] * codes.get(ValueLayout.JAVA_BYTE, at + i);
        }
        return sum;
    }

    @Override
    public void differences(long[] planes, long[] columns, int rows, int[] differences) {
        int words = planes.length / PLANES;
        for (int row = 0; row < rows; row++) {
            int sum = 0;
            for (int word = 0; word < words; word++) {
                long signs = columns[word * rows + row];
                sum += 8 * Long.bitCount(signs ^ planes[word])
                        + 4 * Long.bitCount(signs ^ planes[word + words])
                        + 2 * Long.bitCount(signs ^ planes[word + 2 * words])
                        + Long.bitCount(signs ^ planes[word + 3 * words]);
            }
            differences[row] = sum;
        }
    }

    @Override
    public int count(float[] numbers, int size, float least) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += numbers[i] >= least ? 1 : 0;
        }
        return count;
    }

    @Override
    public int[] places(float[] numbers, int size, float least, int count) {
        int[] places = new int[count];
        int found = 0;
        for (int i = 0; found < count; i++) { // without a branch, which the processor could not foresee
            places[found] = i;
            found += numbers[i] >= least ? 1 : 0;
        }
        return places;
    }

    @Override
    public int append(
            float[] scores, int[] rows, int count, float threshold, float[] toScores, int[] toRows, int size) {
        int end = size;
        for (int i = 0; i < count; i++) { // without a branch, which the processor could not foresee
            toScores[end] = scores[i];
            toRows[end] = rows[i];
            end += scores[i] > threshold ? 1 : 0;
        }
        return end;
    }

    @Override
    public float dot(float[] query, MemorySegment floats, long at) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < query.length; i++) {
            lanes[i % LANES] += query[i] * floats.get(Layout.FLOAT, at + (long) i * Float.BYTES);
        }
        return Kernel.sum(lanes);
    }
}

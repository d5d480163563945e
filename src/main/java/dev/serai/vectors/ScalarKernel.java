package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** For where the vector module is absent. */
final class ScalarKernel implements Kernel {
    @Override
    public void dots(byte[] query, MemorySegment codes, long at, int rows, int[] dots) {
        for (int row = 0; row < rows; row++) {
            long start = at + (long) row * query.length;
            int sum = 0;
            for (int i = 0; i < query.length; i++) {
                sum += query[i] * codes.get(ValueLayout.JAVA_BYTE, start + i);
            }
            dots[row] = sum;
        }
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

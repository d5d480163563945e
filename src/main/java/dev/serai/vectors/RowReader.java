package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads one row after the other as codes and scale. */
final class RowReader {
    private final Snapshot of;
    private final byte[] codes;
    private float scale;

    RowReader(Snapshot of) {
        this.of = of;
        this.codes = new byte[of.blocks.getFirst().layout().stride()];
    }

    void read(int row) {
        int at = of.blockOf(row);
        Block block = of.blocks.get(at);
        int inBlock = row - of.first(at);
        MemorySegment.copy(of.file, ValueLayout.JAVA_BYTE, block.codes(inBlock), codes, 0, codes.length);
        scale = of.file.get(Layout.FLOAT, block.scale(inBlock));
    }

    int stride() {
        return codes.length;
    }

    byte[] codes() {
        return codes;
    }

    float scale() {
        return scale;
    }

    void addTo(float[] sum) {
        for (int i = 0; i < codes.length; i++) {
            sum[i] += codes[i] * scale;
        }
    }

    /** What lies between a mean and the row. Answers the square of its length. */
    double less(float[] mean, float[] difference) {
        double squares = 0;
        for (int i = 0; i < codes.length; i++) {
            difference[i] = codes[i] * scale - mean[i];
            squares += (double) difference[i] * difference[i];
        }
        return squares;
    }
}

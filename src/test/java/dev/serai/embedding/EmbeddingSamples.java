package dev.serai.embedding;

import java.nio.file.Path;
import java.util.Collections;

/** What embedding tests share; native code is unpacked once for all of them. */
final class EmbeddingSamples {
    static final Path LIBRARIES = Path.of("target", "libraries").toAbsolutePath();

    private EmbeddingSamples() {}

    /** A text of that many word-pieces. */
    static String pieces(int count) {
        return pieces("contract", count);
    }

    static String pieces(String word, int count) {
        return String.join(" ", Collections.nCopies(count, word));
    }

    static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}

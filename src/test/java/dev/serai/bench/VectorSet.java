package dev.serai.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Unit vectors to search, outside the heap, and queries with what they should find. Made: topics, documents in them and
 * chunks in those, each level spread over a few random directions and a little over all of them, so that neighbours lie
 * in a space of some dozen dimensions as embedded text does. Or real ones, grown to size inside the space that each spans
 * with its neighbours.
 */
final class VectorSet {
    static final int DIMENSION = 384;
    static final int CHUNKS_PER_DOCUMENT = 20;

    private static final int DIRECTIONS = 24;
    private static final long BYTES = (long) DIMENSION * Float.BYTES;

    private final MemorySegment rows;
    private final float[][] queries;

    private VectorSet(MemorySegment rows, float[][] queries) {
        this.rows = rows;
        this.queries = queries;
    }

    static VectorSet synthetic(Path file, int count, int queries, long seed) throws IOException {
        Random random = new Random(seed);
        Cloud[] topics = new Cloud[Math.max(4, count / 2500)];
        Arrays.setAll(topics, i -> Cloud.around(random, new float[DIMENSION], 1.0));
        Cloud[] document = new Cloud[1];
        MemorySegment rows = written(file, count, i -> {
            if (i % CHUNKS_PER_DOCUMENT == 0) {
                Cloud topic = topics[(int) (topics.length * Math.pow(random.nextDouble(), 2))]; // some are large
                document[0] = Cloud.around(random, topic.point(random, 0.9), 0.0);
            }
            return document[0].point(random, 0.8);
        });
        return asked(rows, queries, random);
    }

    /** Queries are new points beside rows, as a question is beside the passages that answer it. */
    private static VectorSet asked(MemorySegment rows, int count, Random random) {
        float[][] queries = new float[count][];
        int size = Math.toIntExact(rows.byteSize() / BYTES);
        for (int q = 0; q < count; q++) {
            queries[q] =
                    Cloud.around(random, row(rows, random.nextInt(size)), 0.0).point(random, 0.8);
        }
        return new VectorSet(rows, queries);
    }

    /** @param real at least some thousand, of which the last ones become queries when there are no others */
    static VectorSet grown(Path file, float[][] real, float[][] queries, int count, long seed) throws IOException {
        Random random = new Random(seed);
        int[][] neighbours = IntStream.range(0, real.length)
                .parallel()
                .mapToObj(i -> nearest(real, i, DIRECTIONS / 2))
                .toArray(int[][]::new);
        MemorySegment rows = written(file, count, i -> {
            int of = i < real.length ? i : random.nextInt(real.length);
            float[] row = real[of].clone();
            if (i >= real.length) {
                for (int neighbour : neighbours[of]) {
                    double share = random.nextGaussian() * 0.25;
                    for (int d = 0; d < DIMENSION; d++) {
                        row[d] += (float) (share * (real[neighbour][d] - real[of][d]));
                    }
                }
            }
            return unit(row);
        });
        return new VectorSet(rows, queries);
    }

    private static int[] nearest(float[][] real, int of, int count) {
        double[] best = new double[count];
        int[] which = new int[count];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < real.length; i++) {
            if (i != of) {
                insert(best, which, dot(real[of], real[i]), i);
            }
        }
        return which;
    }

    /** A centre and the directions in which its points lie, the first ones farther than the last ones. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Cloud(float[] centre, float[][] directions) {
        static Cloud around(Random random, float[] centre, double offset) {
            float[][] directions = new float[DIRECTIONS][DIMENSION];
            for (int i = 0; i < DIRECTIONS; i++) {
                double length = 1 / Math.sqrt((i + 1.0) * DIMENSION);
                for (int d = 0; d < DIMENSION; d++) {
                    directions[i][d] = (float) (random.nextGaussian() * length);
                }
            }
            float[] moved = centre.clone();
            for (int d = 0; d < DIMENSION; d++) {
                moved[d] += (float) (offset * random.nextGaussian() / Math.sqrt(DIMENSION));
            }
            return new Cloud(moved, directions);
        }

        float[] point(Random random, double spread) {
            float[] point = centre.clone();
            for (float[] direction : directions) {
                double share = random.nextGaussian() * spread / 2;
                for (int d = 0; d < DIMENSION; d++) {
                    point[d] += (float) (share * direction[d]);
                }
            }
            for (int d = 0; d < DIMENSION; d++) {
                point[d] += (float) (random.nextGaussian() * spread * 0.3 / Math.sqrt(DIMENSION));
            }
            return unit(point);
        }
    }

    private static MemorySegment written(Path file, int count, IntFunction<float[]> row) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MemorySegment rows = channel.map(FileChannel.MapMode.READ_WRITE, 0, count * BYTES, Arena.global());
            for (int i = 0; i < count; i++) {
                MemorySegment.copy(row.apply(i), 0, rows, ValueLayout.JAVA_FLOAT, i * BYTES, DIMENSION);
            }
            return rows;
        }
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        float length = (float) Math.sqrt(squares);
        for (int d = 0; d < vector.length; d++) {
            vector[d] /= length;
        }
        return vector;
    }

    int size() {
        return Math.toIntExact(rows.byteSize() / BYTES);
    }

    float[] row(int i) {
        return row(rows, i);
    }

    private static float[] row(MemorySegment rows, int i) {
        float[] row = new float[DIMENSION];
        MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, i * BYTES, row, 0, DIMENSION);
        return row;
    }

    float[][] queries() {
        return queries;
    }

    static int document(int row) {
        return row / CHUNKS_PER_DOCUMENT;
    }

    /** Row numbers of the {@code k} nearest for each query, among the documents whose number divides by {@code every}. */
    List<int[]> truth(int k, int every) {
        double[][] best = new double[queries.length][k];
        int[][] which = new int[queries.length][k];
        for (double[] one : best) {
            Arrays.fill(one, Double.NEGATIVE_INFINITY);
        }
        for (int i = 0; i < size(); i++) {
            if (document(i) % every == 0) {
                float[] row = row(i);
                for (int q = 0; q < queries.length; q++) {
                    insert(best[q], which[q], dot(queries[q], row), i);
                }
            }
        }
        return new ArrayList<>(Arrays.asList(which));
    }

    private static void insert(double[] best, int[] which, double score, int row) {
        int at = best.length - 1;
        if (score <= best[at]) {
            return;
        }
        while (at > 0 && best[at - 1] < score) {
            best[at] = best[at - 1];
            which[at] = which[at - 1];
            at--;
        }
        best[at] = score;
        which[at] = row;
    }

    static float dot(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float e = 0;
        for (int i = 0; i < one.length; i += 4) {
            a += one[i] * other[i];
            b += one[i + 1] * other[i + 1];
            c += one[i + 2] * other[i + 2];
            e += one[i + 3] * other[i + 3];
        }
        return a + b + c + e;
    }
}

package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Makes a cluster file of a snapshot. */
final class Clustering {
    private static final int ROWS_PER_CLUSTER = 32;

    private final Snapshot of;
    private final Centres centres;
    private final int trained;
    private final int[] clusterOf;

    private Clustering(Snapshot of, Centres centres, int trained, int[] known) {
        this.of = of;
        this.centres = centres;
        this.trained = trained;
        this.clusterOf = Arrays.copyOf(known, of.rows);
        Arrays.fill(clusterOf, known.length, of.rows, -1);
    }

    /** With centres of its own. */
    static void anew(Snapshot of, Kernel kernel, int dimension, Path to) throws IOException {
        int[] rows = liveRows(of);
        int count = Math.max(1, rows.length / ROWS_PER_CLUSTER);
        try (Arena arena = Arena.ofConfined()) {
            Centres centres = Centres.train(arena, kernel, of, rows, count);
            new Clustering(of, centres, rows.length, new int[0]).write(rows, dimension, to);
        }
    }

    /**
     * With the centres that there are.
     *
     * @param known the cluster of each of the first rows, -1 where it is to be found
     */
    static void with(Clusters before, int[] known, Snapshot of, Kernel kernel, int dimension, Path to)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Centres centres = Centres.of(before, arena, kernel);
            new Clustering(of, centres, before.trained, known).write(liveRows(of), dimension, to);
        }
    }

    private static int[] liveRows(Snapshot of) {
        return IntStream.range(0, of.blocks.size())
                .flatMap(b -> {
                    Documents documents = of.blocks.get(b).documents();
                    return of.live.get(b).stream()
                            .flatMap(d -> IntStream.range(documents.first(d), documents.first(d + 1)))
                            .map(row -> of.first(b) + row);
                })
                .toArray();
    }

    private void write(int[] rows, int dimension, Path to) throws IOException {
        RowReader reader = new RowReader(of);
        int[] offsets = new int[centres.clusters.size() + 1];
        for (int row : rows) {
            Upkeep.throwIfOver();
            if (clusterOf[row] < 0) {
                reader.read(row);
                clusterOf[row] = centres.nearest(reader);
            }
            offsets[clusterOf[row] + 1]++;
        }
        Arrays.parallelPrefix(offsets, Integer::sum);
        ClusterLayout layout =
                new ClusterLayout(reader.stride(), centres.firsts.length - 1, centres.clusters.size(), rows.length);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_WRITE, 0, layout.length(), arena);
            writeBody(file, layout, rows, offsets, reader);
            writeHeader(file, layout, dimension);
            file.force();
            channel.force(true);
        }
    }

    private void writeBody(MemorySegment file, ClusterLayout layout, int[] rows, int[] offsets, RowReader reader) {
        Means clusters = centres.clusters;
        MemorySegment.copy(centres.firsts, 0, file, Layout.INT, layout.firsts(), centres.firsts.length);
        MemorySegment.copy(offsets, 0, file, Layout.INT, layout.offsets(), offsets.length);
        for (int c = 0; c < clusters.size(); c++) {
            file.set(Layout.FLOAT, layout.scales() + 4L * c, clusters.scale(c));
            clusters.copyCodes(c, file, layout.centres() + (long) c * layout.stride());
        }
        int[] next = offsets.clone();
        double[] squares = new double[clusters.size()];
        float[] difference = new float[layout.stride()];
        for (int row : rows) {
            int cluster = clusterOf[row];
            int at = next[cluster]++;
            reader.read(row);
            squares[cluster] += reader.less(clusters.get(cluster), difference);
            long[] signs = new long[layout.words()];
            float factor = Encoding.signs(difference, signs);
            int first = at - (at - offsets[cluster]) % SignBatch.ROOM;
            int together = Math.min(SignBatch.ROOM, offsets[cluster + 1] - first);
            for (int word = 0; word < signs.length; word++) {
                file.set(Layout.LONG, layout.word(first, together, word, at - first), signs[word]);
            }
            file.set(Layout.FLOAT, layout.factors(first, together) + 4L * (at - first), factor);
            file.set(Layout.INT, layout.numbers(first, together) + 4L * (at - first), row);
        }
        for (int c = 0; c < clusters.size(); c++) {
            float spread = (float) Math.sqrt(squares[c] / Math.max(1, offsets[c + 1] - offsets[c]));
            file.set(Layout.FLOAT, layout.spreads() + 4L * c, spread);
        }
    }

    private void writeHeader(MemorySegment file, ClusterLayout layout, int dimension) {
        file.set(Layout.LONG, 0, Clusters.MAGIC);
        file.set(Layout.INT, Clusters.VERSION, Clusters.FORMAT);
        file.set(Layout.INT, Clusters.DIMENSION, dimension);
        file.set(Layout.INT, Clusters.CLUSTERS, layout.clusters());
        file.set(Layout.INT, Clusters.GROUPS, layout.groups());
        file.set(Layout.INT, Clusters.ROWS, layout.rows());
        file.set(Layout.INT, Clusters.COVERED, of.rows);
        file.set(Layout.INT, Clusters.TRAINED, trained);
        file.set(Layout.LONG, Clusters.END, of.end);
        file.set(Layout.INT, Clusters.IDENTITY, Clusters.identity(of, of.end));
        file.set(Layout.INT, Clusters.BODY_CHECKSUM, Checksum.of(file, ClusterLayout.HEADER, layout.length()));
        file.set(Layout.INT, Clusters.HEADER_CHECKSUM, Checksum.of(file, 0, Clusters.HEADER_CHECKSUM));
    }
}

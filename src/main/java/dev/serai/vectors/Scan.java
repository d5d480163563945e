package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** One search of one snapshot: a cheap pass over all rows in question, dearer ones over what it leaves. */
final class Scan {
    private static final int BATCH = 256;
    private static final int LEAST_RESCORED = 100;

    private static final Comparator<VectorMatch> BEST_FIRST = Comparator.comparingDouble((VectorMatch m) -> -m.score())
            .thenComparing(VectorMatch::documentId)
            .thenComparingInt(VectorMatch::ordinal);

    private final Snapshot snapshot;
    private final VectorSettings settings;
    private final Kernel kernel;
    private final float[] query;
    private final byte[] codes;
    private final Bits bits;
    private final long[] signs;
    private final float[] factors = new float[BATCH];
    private final int[] differences = new int[BATCH];

    /** Rows of one block that follow each other. */
    private record Run(int block, int first, int rows) {}

    Scan(Snapshot snapshot, VectorSettings settings, Kernel kernel, float[] vector) {
        this.snapshot = snapshot;
        this.settings = settings;
        this.kernel = kernel;
        this.query = Arrays.copyOf(vector, Layout.stride(settings.dimension()));
        this.codes = new byte[query.length];
        this.signs = new long[BATCH * query.length / Long.SIZE];
        this.bits = new Bits(vector, query.length / Long.SIZE);
        Encoding.codes(vector, codes);
    }

    /** Best first. */
    List<VectorMatch> nearest(int k, Set<String> documentIds, Set<String> types) {
        int wanted = (int) Math.min(Integer.MAX_VALUE, Math.max(4L * k, LEAST_RESCORED));
        Clusters clusters = snapshot.liveRows > settings.exactRows() ? snapshot.clusters : null;
        if (clusters != null && documentIds.isEmpty() && types.isEmpty() && wanted <= settings.rescored()) {
            Best signs = new Best(settings.rescored());
            byClusters(clusters, signs);
            bySigns(runs(snapshot.firstBlockFrom(clusters.covered), Set.of(), Set.of()), signs);
            return matches(byCodes(signs, wanted), k);
        }
        List<Run> runs = runs(0, documentIds, types);
        int rows = runs.stream().mapToInt(Run::rows).sum();
        if (rows <= Math.max(settings.exactRows(), Math.max(wanted, settings.rescored()))) {
            return matches(byCodes(runs, Math.clamp(wanted, 1, Math.max(1, rows))), k);
        }
        Best signs = new Best(Math.max(wanted, settings.rescored()));
        bySigns(runs, signs);
        return matches(byCodes(signs, wanted), k);
    }

    private List<Run> runs(int firstBlock, Set<String> documentIds, Set<String> types) {
        List<Run> runs = new ArrayList<>();
        for (int b = firstBlock; b < snapshot.blocks.size(); b++) {
            Documents documents = snapshot.blocks.get(b).documents();
            BitSet live = snapshot.live.get(b);
            IntStream wanted = documentIds.isEmpty() ? live.stream() : found(documents, live, documentIds);
            int block = b;
            wanted.filter(d ->
                            types.isEmpty() || types.contains(documents.entry(d).type()))
                    .forEach(d -> add(
                            runs, block, documents.first(d), documents.entry(d).rows()));
        }
        return runs;
    }

    private static IntStream found(Documents documents, BitSet live, Set<String> ids) {
        return ids.stream()
                .mapToInt(documents::find)
                .filter(d -> d >= 0 && live.get(d))
                .sorted();
    }

    private static void add(List<Run> runs, int block, int first, int rows) {
        Run last = runs.isEmpty() ? new Run(-1, 0, 0) : runs.getLast();
        if (last.block() == block && last.first() + last.rows() == first) {
            runs.set(runs.size() - 1, new Run(block, last.first(), last.rows() + rows));
        } else {
            runs.add(new Run(block, first, rows));
        }
    }

    private Best byCodes(List<Run> runs, int wanted) {
        Best best = new Best(wanted);
        int[] dots = new int[BATCH];
        for (Run run : runs) {
            Block block = snapshot.blocks.get(run.block());
            for (int done = 0; done < run.rows(); done += BATCH) {
                int first = run.first() + done;
                int rows = Math.min(BATCH, run.rows() - done);
                kernel.dots(codes, snapshot.file, block.codes(first), rows, dots);
                for (int i = 0; i < rows; i++) {
                    float score = dots[i] * snapshot.file.get(Layout.FLOAT, block.scale(first + i));
                    if (score > best.threshold()) {
                        best.offer(score, snapshot.first(run.block()) + first + i);
                    }
                }
            }
        }
        return best;
    }

    private Best byCodes(Best from, int wanted) {
        Best best = new Best(wanted);
        int[] rows = IntStream.range(0, from.size()).map(from::row).sorted().toArray();
        int[] dot = new int[1];
        for (int row : rows) {
            int at = snapshot.blockOf(row);
            Block block = snapshot.blocks.get(at);
            int inBlock = row - snapshot.first(at);
            kernel.dots(codes, snapshot.file, block.codes(inBlock), 1, dot);
            best.offer(dot[0] * snapshot.file.get(Layout.FLOAT, block.scale(inBlock)), row);
        }
        return best;
    }

    private void bySigns(List<Run> runs, Best best) {
        for (Run run : runs) {
            Block block = snapshot.blocks.get(run.block());
            int number = snapshot.first(run.block()) + run.first();
            bySigns(
                    snapshot.file,
                    block.bits(run.first()),
                    block.factor(run.first()),
                    run.rows(),
                    0,
                    (score, at) -> best.offer(score, number + at),
                    best);
        }
    }

    /** The clusters with the nearest centres, nearest first, so that few rows of the others still count. */
    private void byClusters(Clusters clusters, Best best) {
        Best nearest = new Best(Math.max(1, clusters.count() * settings.probedPercent() / 100));
        for (int c = 0; c < clusters.count(); c++) {
            nearest.offer(kernel.dot(query, clusters.file, clusters.centre(c)), c);
        }
        boolean whole = snapshot.isWhole();
        nearest.bestFirst((toCentre, cluster) -> {
            int first = clusters.offset(cluster);
            bySigns(
                    clusters.file,
                    clusters.bits(first),
                    clusters.factor(first),
                    clusters.offset(cluster + 1) - first,
                    toCentre,
                    (score, at) -> {
                        int row = clusters.number(first + at);
                        if (whole || snapshot.isLive(row)) {
                            best.offer(score, row);
                        }
                    },
                    best);
        });
    }

    /**
     * Offers the rows that could still be among the best. Signs and factors follow each other from their places.
     *
     * @param base what every row's score begins with
     * @param taker is given places from 0
     */
    private void bySigns(
            MemorySegment file, long bitsAt, long factorsAt, int rows, float base, Best.Taker taker, Best best) {
        for (int first = 0; first < rows; first += BATCH) {
            int n = Math.min(BATCH, rows - first);
            long words = query.length / Long.SIZE;
            MemorySegment.copy(file, Layout.LONG, bitsAt + first * words * Long.BYTES, signs, 0, (int) (n * words));
            MemorySegment.copy(file, Layout.FLOAT, factorsAt + (long) first * Float.BYTES, factors, 0, n);
            bits.differences(signs, n, differences);
            for (int i = 0; i < n; i++) {
                float threshold = best.threshold();
                if (base + bits.most(differences[i]) * factors[i] > threshold) {
                    float score = base + bits.dot(signs, i) * factors[i];
                    if (score > threshold) {
                        taker.take(score, first + i);
                    }
                }
            }
        }
    }

    private List<VectorMatch> matches(Best best, int k) {
        return IntStream.range(0, best.size())
                .mapToObj(i -> match(best.row(i)))
                .sorted(BEST_FIRST)
                .limit(k)
                .toList();
    }

    private VectorMatch match(int number) {
        int at = snapshot.blockOf(number);
        Block block = snapshot.blocks.get(at);
        int row = number - snapshot.first(at);
        Documents.Entry document = block.documents().entry(block.documents().ofRow(row));
        return new VectorMatch(
                document.id(),
                document.version(),
                snapshot.file.get(Layout.INT, block.ordinal(row)),
                kernel.dot(query, snapshot.file, block.floats(row)));
    }
}

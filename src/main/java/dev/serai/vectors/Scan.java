package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One search of one snapshot: a cheap pass over all rows in question, dearer ones over what it leaves. */
final class Scan {
    private static final int BATCH = 256;

    /** Rows that signs leave at least, and for each that is wanted. */
    private static final int LEFT_AT_LEAST = 100;

    private static final int LEFT_FOR_EACH_WANTED = 3;

    /** Where in a cluster its best row is to be expected, in spreads above the centre; measured, see ADR 0011. */
    private static final float BEST_AT = 0.4f;

    /** Clusters that are ranked by codes for each that is looked at; the others are far away by their signs. */
    private static final int RANKED_FOR_EACH_PROBED = 3;

    /** Rows at which the share of clusters is that of the settings; measured, see ADR 0011. */
    private static final int SHARE_IS_FOR = 100_000;

    /** What a cluster's signs tell more than those of whole vectors: so many times fewer rows need a second look. */
    private static final int CLUSTERED_SIGNS_TELL = 4;

    /** Clusters are of use while they hold so many rows for each that is wanted. */
    private static final int PROBED_FOR_EACH_WANTED = 12;

    private static final Comparator<VectorMatch> BEST_FIRST = Comparator.comparingDouble((VectorMatch m) -> -m.score())
            .thenComparing(VectorMatch::documentId)
            .thenComparingInt(VectorMatch::ordinal);

    private final Snapshot snapshot;
    private final VectorSettings settings;
    private final Kernel kernel;
    private final float[] query;
    private final byte[] codes;
    private final float scale;
    private final Bits bits;
    private final float[] factors = new float[BATCH];
    private final int[] dots = new int[BATCH];

    /** Rows of one block that follow each other. */
    private record Run(int block, int first, int rows) {}

    Scan(Snapshot snapshot, VectorSettings settings, Kernel kernel, float[] vector) {
        this.snapshot = snapshot;
        this.settings = settings;
        this.kernel = kernel;
        this.query = Arrays.copyOf(vector, Layout.stride(settings.dimension()));
        this.codes = new byte[query.length];
        this.scale = Encoding.codes(vector, codes);
        this.bits = new Bits(vector, query.length / Long.SIZE);
    }

    /** Best first. */
    List<VectorMatch> nearest(int k, Set<String> documentIds, Set<String> types) {
        boolean everything = documentIds.isEmpty() && types.isEmpty();
        Clusters clusters = everything ? clusters(k) : null;
        List<Run> runs = runs(clusters == null ? 0 : snapshot.firstBlockFrom(clusters.covered), documentIds, types);
        int rows = runs.stream().mapToInt(Run::rows).sum();
        int byCodes = bounded(k + k / 4L + 8); // codes are wrong by a thousandth
        int bySigns = clusters == null
                ? leftBySigns(k, rows, settings.rescored())
                : leftBySigns(k, snapshot.liveRows, settings.rescored() / CLUSTERED_SIGNS_TELL);
        if (clusters == null && rows <= Math.max(settings.exactRows(), bySigns)) {
            return matches(byCodes(runs, Math.min(byCodes, Math.max(1, rows))), k);
        }
        Candidates signs = new Candidates(Math.min(bySigns, Math.max(1, snapshot.liveRows)));
        if (clusters != null) {
            byClusters(clusters, signs);
        }
        bySigns(runs, signs);
        return matches(byCodes(signs, byCodes), k);
    }

    private int leftBySigns(int k, int rows, int most) {
        long share = Math.max(LEFT_AT_LEAST, (long) rows * settings.rescoredPercent() / 100);
        return bounded(Math.max(Math.min(most, share), (long) LEFT_FOR_EACH_WANTED * k));
    }

    private static int bounded(long size) {
        return (int) Math.min(Integer.MAX_VALUE - 8, size);
    }

    /** Null where all rows are scanned. */
    private @Nullable Clusters clusters(int k) {
        double probed = snapshot.liveRows * probedShare();
        boolean enough = settings.probedPercent() == 100 || (double) k * PROBED_FOR_EACH_WANTED <= probed;
        return snapshot.liveRows > settings.exactRows() && enough ? snapshot.clusters : null;
    }

    /** Of the clusters; it falls with the root of the rows. */
    private double probedShare() {
        double share = settings.probedPercent() / 100.0;
        return share == 1 ? 1 : Math.min(1, share * Math.sqrt((double) SHARE_IS_FOR / snapshot.liveRows));
    }

    private List<Run> runs(int firstBlock, Set<String> documentIds, Set<String> types) {
        List<Run> runs = new ArrayList<>();
        for (int b = firstBlock; b < snapshot.blocks.size(); b++) {
            Documents documents = snapshot.blocks.get(b).documents();
            BitSet live = snapshot.live.get(b);
            if (documentIds.isEmpty() && types.isEmpty() && live.cardinality() == documents.size()) {
                add(runs, b, 0, snapshot.blocks.get(b).layout().rows());
                continue;
            }
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
        for (Run run : runs) {
            Block block = snapshot.blocks.get(run.block());
            for (int done = 0; done < run.rows(); done += BATCH) {
                int first = run.first() + done;
                int rows = Math.min(BATCH, run.rows() - done);
                kernel.dots(codes, snapshot.file, block.codes(first), rows, dots);
                MemorySegment.copy(snapshot.file, Layout.FLOAT, block.scale(first), factors, 0, rows);
                for (int i = 0; i < rows; i++) {
                    float score = dots[i] * factors[i];
                    if (score > best.threshold()) {
                        best.offer(score, snapshot.first(run.block()) + first + i);
                    }
                }
            }
        }
        return best;
    }

    private Best byCodes(Candidates from, int wanted) {
        int[] rows = from.rows();
        Best best = new Best(Math.min(wanted, Math.max(1, rows.length)));
        int at = 0;
        for (int row : rows) {
            at = snapshot.blockOf(row, at);
            Block block = snapshot.blocks.get(at);
            int inBlock = row - snapshot.first(at);
            kernel.dots(codes, snapshot.file, block.codes(inBlock), 1, dots);
            best.offer(dots[0] * snapshot.file.get(Layout.FLOAT, block.scale(inBlock)), row);
        }
        return best;
    }

    private void bySigns(List<Run> runs, Candidates best) {
        SignBatch batch = new SignBatch(bits, snapshot.file, best::offer);
        for (Run run : runs) {
            Block block = snapshot.blocks.get(run.block());
            int number = snapshot.first(run.block()) + run.first();
            batch.add(block.bits(run.first()), block.factor(run.first()), run.rows(), 0, number, best);
        }
        batch.flush(best);
    }

    /** The clusters that promise most, best first, so that few rows of the others still count. */
    private void byClusters(Clusters clusters, Candidates best) {
        int wanted = Math.max(1, (int) (clusters.count() * probedShare()));
        int[] near = near(clusters, wanted);
        float[] toCentre = new float[near.length];
        float[] promise = new float[near.length];
        for (int i = 0; i < near.length; i++) {
            kernel.dots(codes, clusters.file, clusters.centreCodes(near[i]), 1, dots);
            toCentre[i] = dots[0] * scale * clusters.scale(near[i]);
            promise[i] = toCentre[i] + BEST_AT * clusters.spreads[near[i]];
        }
        boolean whole = snapshot.isWhole();
        SignBatch batch = new SignBatch(bits, clusters.file, (score, at) -> {
            int row = clusters.number(at);
            if (whole || snapshot.isLive(row)) {
                best.offer(score, row);
            }
        });
        for (int i : Selection.largestFirst(promise, wanted)) {
            int first = clusters.offset(near[i]);
            int rows = clusters.offset(near[i] + 1) - first;
            batch.add(clusters.bits(first), clusters.factor(first), rows, toCentre[i], first, best);
        }
        batch.flush(best);
    }

    /** A few times as many clusters as are wanted, by the signs of their centres. */
    private int[] near(Clusters clusters, int wanted) {
        int count = clusters.count();
        if (wanted >= count / RANKED_FOR_EACH_PROBED) {
            return IntStream.range(0, count).toArray();
        }
        float[] promise = new float[count];
        for (int c = 0; c < count; c++) {
            promise[c] = bits.dot(clusters.centreSigns, c) * clusters.centreFactors[c] + BEST_AT * clusters.spreads[c];
        }
        return Selection.largest(promise, RANKED_FOR_EACH_PROBED * wanted);
    }

    private List<VectorMatch> matches(Best best, int k) {
        List<VectorMatch> matches = new ArrayList<>();
        for (int row : best.rows()) {
            matches.add(match(row));
        }
        matches.sort(BEST_FIRST);
        return List.copyOf(matches.subList(0, Math.min(k, matches.size())));
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

package dev.serai.vectors;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
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
        int bySigns =
                clusters == null ? leftBySigns(k, rows, 1) : leftBySigns(k, snapshot.liveRows, CLUSTERED_SIGNS_TELL);
        if (clusters == null && rows <= Math.max(settings.exactRows(), bySigns)) {
            return matches(byCodes(runs, Math.min(byCodes, Math.max(1, rows))), k);
        }
        Candidates signs = new Candidates(kernel, Math.min(bySigns, Math.max(1, snapshot.liveRows)));
        if (clusters != null) {
            byClusters(clusters, signs);
        }
        bySigns(runs, signs);
        return matches(byCodes(signs, byCodes), k);
    }

    private int leftBySigns(int k, int rows, int fewer) {
        long share = Math.max(LEFT_AT_LEAST, (long) rows * settings.rescoredPercent() / 100 / fewer);
        return bounded(Math.max(Math.min(settings.rescored() / fewer, share), (long) LEFT_FOR_EACH_WANTED * k));
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

    private int[] byCodes(List<Run> runs, int wanted) {
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
        return best.rows();
    }

    private int[] byCodes(Candidates from, int wanted) {
        int[] rows = from.rows();
        long[] codesAt = new long[rows.length];
        float[] scales = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int at = snapshot.blockOf(rows[i]);
            Block block = snapshot.blocks.get(at);
            int inBlock = rows[i] - snapshot.first(at);
            codesAt[i] = block.codes(inBlock);
            scales[i] = snapshot.file.get(Layout.FLOAT, block.scale(inBlock));
        }
        int[] products = new int[rows.length];
        kernel.dots(codes, snapshot.file, codesAt, rows.length, products);
        float[] scores = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = products[i] * scales[i];
        }
        int[] best = Selection.largest(kernel, scores, rows.length, wanted);
        Arrays.setAll(best, i -> rows[best[i]]);
        return best;
    }

    private void bySigns(List<Run> runs, Candidates best) {
        SignBatch batch = new SignBatch(kernel, bits, snapshot.file, null, best);
        for (Run run : runs) {
            Block block = snapshot.blocks.get(run.block());
            for (int done = 0; done < run.rows(); done += SignBatch.ROOM) {
                int first = run.first() + done;
                int rows = Math.min(SignBatch.ROOM, run.rows() - done);
                batch.offerRows(block.bits(first), block.factor(first), rows, snapshot.first(run.block()) + first);
            }
        }
    }

    /** In the order of the file, not best first: memory answers faster, and sorting takes longer than what it saves. */
    private void byClusters(Clusters clusters, Candidates best) {
        int wanted = Math.max(1, (int) (clusters.count() * probedShare()));
        int[] near = near(clusters, wanted);
        float[] toCentre = toCentres(clusters, near);
        float[] promise = new float[near.length];
        for (int i = 0; i < near.length; i++) {
            promise[i] = toCentre[i] + BEST_AT * clusters.spreads[near[i]];
        }
        IntPredicate living = snapshot.isWhole() ? null : snapshot::isLive;
        SignBatch batch = new SignBatch(kernel, bits, clusters.file, living, best);
        for (int i : Selection.largest(kernel, promise, promise.length, wanted)) {
            int end = clusters.offset(near[i] + 1);
            for (int first = clusters.offset(near[i]); first < end; first += SignBatch.ROOM) {
                int rows = Math.min(SignBatch.ROOM, end - first);
                batch.offerColumns(clusters.columns(first), rows, toCentre[i]);
            }
        }
    }

    private float[] toCentres(Clusters clusters, int[] some) {
        long[] at = new long[some.length];
        for (int i = 0; i < some.length; i++) {
            at[i] = clusters.centreCodes(some[i]);
        }
        int[] products = new int[some.length];
        kernel.dots(codes, clusters.file, at, some.length, products);
        float[] dots = new float[some.length];
        for (int i = 0; i < some.length; i++) {
            dots[i] = products[i] * scale * clusters.scales[some[i]];
        }
        return dots;
    }

    /** A few times as many clusters as are wanted, by the signs of their centres. */
    private int[] near(Clusters clusters, int wanted) {
        int count = clusters.count();
        if (wanted >= count / RANKED_FOR_EACH_PROBED) {
            return IntStream.range(0, count).toArray();
        }
        int[] differences = new int[count];
        float[] promise = new float[count];
        kernel.differences(bits.planes(), clusters.centreSigns, count, differences);
        bits.dots(differences, clusters.centreFactors, 0, count, promise);
        for (int c = 0; c < count; c++) {
            promise[c] += BEST_AT * clusters.spreads[c];
        }
        return Selection.largest(kernel, promise, count, RANKED_FOR_EACH_PROBED * wanted);
    }

    private List<VectorMatch> matches(int[] rows, int k) {
        List<VectorMatch> matches = new ArrayList<>(rows.length);
        for (int row : rows) {
            matches.add(match(row));
        }
        matches.sort(Scan::bestFirst);
        return List.copyOf(matches.subList(0, Math.min(k, matches.size())));
    }

    private static int bestFirst(VectorMatch one, VectorMatch other) {
        if (one.score() != other.score()) {
            return one.score() > other.score() ? -1 : 1;
        }
        int byDocument = one.documentId().compareTo(other.documentId());
        return byDocument != 0 ? byDocument : Integer.compare(one.ordinal(), other.ordinal());
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

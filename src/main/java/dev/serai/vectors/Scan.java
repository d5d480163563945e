package dev.serai.vectors;

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

    /** Rows of one block that follow each other. */
    private record Run(int block, int first, int rows) {}

    Scan(Snapshot snapshot, VectorSettings settings, Kernel kernel, float[] vector) {
        this.snapshot = snapshot;
        this.settings = settings;
        this.kernel = kernel;
        this.query = Arrays.copyOf(vector, Layout.stride(settings.dimension()));
        this.codes = new byte[query.length];
        Encoding.codes(vector, codes);
    }

    /** Best first. */
    List<VectorMatch> nearest(int k, Set<String> documentIds, Set<String> types) {
        List<Run> runs = runs(documentIds, types);
        int rows = runs.stream().mapToInt(Run::rows).sum();
        int pool = Math.min(rows, (int) Math.min(Integer.MAX_VALUE, Math.max(4L * k, LEAST_RESCORED)));
        Best best = new Best(Math.max(1, pool));
        if (rows <= settings.exactRows() || rows <= Math.max(pool, settings.rescored())) {
            byCodes(runs, best);
        } else {
            Best signs = new Best(Math.max(pool, settings.rescored()));
            bySigns(runs, signs);
            rescore(signs, best);
        }
        return matches(best, k);
    }

    private List<Run> runs(Set<String> documentIds, Set<String> types) {
        List<Run> runs = new ArrayList<>();
        for (int b = 0; b < snapshot.blocks.size(); b++) {
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

    private void byCodes(List<Run> runs, Best best) {
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
                        best.offer(score, address(run.block(), first + i));
                    }
                }
            }
        }
    }

    private void bySigns(List<Run> runs, Best best) {
        Bits bits = new Bits(Arrays.copyOf(query, settings.dimension()), query.length / Long.SIZE);
        for (Run run : runs) {
            Block block = snapshot.blocks.get(run.block());
            for (int row = run.first(); row < run.first() + run.rows(); row++) {
                float score =
                        bits.dot(snapshot.file, block.bits(row)) * snapshot.file.get(Layout.FLOAT, block.factor(row));
                if (score > best.threshold()) {
                    best.offer(score, address(run.block(), row));
                }
            }
        }
    }

    private void rescore(Best from, Best to) {
        long[] rows =
                IntStream.range(0, from.size()).mapToLong(from::row).sorted().toArray();
        int[] dot = new int[1];
        for (long row : rows) {
            Block block = snapshot.blocks.get((int) (row >> Integer.SIZE));
            kernel.dots(codes, snapshot.file, block.codes((int) row), 1, dot);
            to.offer(dot[0] * snapshot.file.get(Layout.FLOAT, block.scale((int) row)), row);
        }
    }

    private static long address(int block, int row) {
        return (long) block << Integer.SIZE | row;
    }

    private List<VectorMatch> matches(Best best, int k) {
        return IntStream.range(0, best.size())
                .mapToObj(i -> match(best.row(i)))
                .sorted(BEST_FIRST)
                .limit(k)
                .toList();
    }

    private VectorMatch match(long address) {
        Block block = snapshot.blocks.get((int) (address >> Integer.SIZE));
        int row = (int) address;
        Documents.Entry document = block.documents().entry(block.documents().ofRow(row));
        return new VectorMatch(
                document.id(),
                document.version(),
                snapshot.file.get(Layout.INT, block.ordinal(row)),
                kernel.dot(query, snapshot.file, block.floats(row)));
    }
}

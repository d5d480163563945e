package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The rows of a large org by their nearest centre, each as the signs of what lies between it and the centre. A search of
 * everything looks at the nearest clusters only. Derived from the org's file: lost, it is made again.
 */
final class Clusters {
    static final long MAGIC = 0x31554C43_49415245L;
    static final int FORMAT = 3;

    /** In the header. */
    static final int VERSION = 8;

    static final int DIMENSION = 12;
    static final int CLUSTERS = 16;
    static final int ROWS = 20;
    static final int COVERED = 24;
    static final int TRAINED = 28;
    static final int END = 32;
    static final int IDENTITY = 40;
    static final int BODY_CHECKSUM = 44;
    static final int GROUPS = 48;
    static final int HEADER_CHECKSUM = 60;

    private final Mapped mapped;
    final MemorySegment file;
    final ClusterLayout layout;

    /** So many of the org's first rows are either here or were dead when this was made. */
    final int covered;

    /** Rows that there were when the centres were found. */
    final int trained;

    /** Signs of the centres in columns, and their factors: enough to tell which are far away. */
    final long[] centreSigns;

    final float[] centreFactors;

    /** What the codes of the centres are multiplied by. */
    final float[] scales;

    /** Root of the mean square distance of a cluster's rows to its centre. */
    final float[] spreads;

    private Clusters(Mapped mapped, ClusterLayout layout) {
        this.mapped = mapped;
        this.file = mapped.bytes;
        this.layout = layout;
        this.covered = file.get(Layout.INT, COVERED);
        this.trained = file.get(Layout.INT, TRAINED);
        this.centreSigns = new long[count() * layout.words()];
        this.centreFactors = new float[count()];
        this.scales = file.asSlice(layout.scales(), 4L * count()).toArray(Layout.FLOAT);
        this.spreads = file.asSlice(layout.spreads(), 4L * count()).toArray(Layout.FLOAT);
        long[] signs = new long[layout.words()];
        for (int c = 0; c < count(); c++) {
            Arrays.fill(signs, 0);
            centreFactors[c] = Encoding.signs(centre(c), signs);
            for (int word = 0; word < signs.length; word++) {
                centreSigns[word * count() + c] = signs[word];
            }
        }
    }

    /**
     * Reads and checks a whole file.
     *
     * @throws DamagedFileException also when it belongs to another state of the org's file
     */
    static Clusters open(Path path, int dimension, Snapshot of) throws IOException {
        Mapped mapped = Mapped.of(path);
        try {
            return new Clusters(mapped, check(mapped.bytes, path, dimension, of));
        } catch (IOException | RuntimeException e) {
            mapped.release();
            throw e;
        }
    }

    private static ClusterLayout check(MemorySegment file, Path path, int dimension, Snapshot of) throws IOException {
        require(path, file.byteSize() >= ClusterLayout.HEADER, "it is too short");
        require(
                path,
                file.get(Layout.LONG, 0) == MAGIC
                        && file.get(Layout.INT, VERSION) == FORMAT
                        && file.get(Layout.INT, HEADER_CHECKSUM) == Checksum.of(file, 0, HEADER_CHECKSUM),
                "the header is damaged");
        require(path, file.get(Layout.INT, DIMENSION) == dimension, "it has another dimension");
        ClusterLayout layout = new ClusterLayout(
                Layout.stride(dimension),
                file.get(Layout.INT, GROUPS),
                file.get(Layout.INT, CLUSTERS),
                file.get(Layout.INT, ROWS));
        require(path, file.byteSize() == layout.length(), "it has another length");
        require(path, bodyIsIntact(file, layout), "it does not match its checksum");
        long end = file.get(Layout.LONG, END);
        require(
                path,
                end <= of.end && file.get(Layout.INT, IDENTITY) == identity(of, end),
                "it was made of another state");
        return layout;
    }

    private static void require(Path path, boolean fine, String otherwise) throws DamagedFileException {
        if (!fine) {
            throw new DamagedFileException(path, otherwise);
        }
    }

    /** Checksum of the headers of all records before {@code end}; they hold the checksums of everything. */
    static int identity(Snapshot of, long end) {
        long sum = end;
        for (Block block : of.blocks) {
            if (block.start() >= end) {
                break;
            }
            sum = sum * 31 + Checksum.of(of.file, block.start(), block.start() + Layout.HEADER);
        }
        return Long.hashCode(sum);
    }

    boolean isIntact() {
        return bodyIsIntact(file, layout);
    }

    private static boolean bodyIsIntact(MemorySegment file, ClusterLayout layout) {
        return file.get(Layout.INT, BODY_CHECKSUM) == Checksum.of(file, ClusterLayout.HEADER, layout.length());
    }

    int count() {
        return layout.clusters();
    }

    /** Rows before that of a cluster's first, in the order of clusters. */
    int offset(int cluster) {
        return file.get(Layout.INT, layout.offsets() + 4L * cluster);
    }

    /** The first cluster of each group, and the number of clusters at the end. */
    int[] firsts() {
        return file.asSlice(layout.firsts(), 4L * (layout.groups() + 1)).toArray(Layout.INT);
    }

    long centreCodes(int cluster) {
        return layout.centres() + (long) layout.stride() * cluster;
    }

    float[] centre(int cluster) {
        float[] centre = new float[layout.stride()];
        float scale = scales[cluster];
        for (int i = 0; i < centre.length; i++) {
            centre[i] = file.get(ValueLayout.JAVA_BYTE, centreCodes(cluster) + i) * scale;
        }
        return centre;
    }

    /**
     * Where the columns of up to {@link SignBatch#ROOM} rows begin.
     *
     * @param at the first of them, as {@link #offset} counts
     */
    long columns(int at) {
        return layout.columns(at);
    }

    /** The cluster of each of the org's first {@link #covered} rows; -1 where it is not here. */
    int[] assignments() {
        int[] clusterOf = new int[covered];
        Arrays.fill(clusterOf, -1);
        for (int cluster = 0; cluster < count(); cluster++) {
            int end = offset(cluster + 1);
            for (int first = offset(cluster); first < end; first += SignBatch.ROOM) {
                int rows = Math.min(SignBatch.ROOM, end - first);
                for (int row = 0; row < rows; row++) {
                    clusterOf[file.get(Layout.INT, layout.numbers(first, rows) + 4L * row)] = cluster;
                }
            }
        }
        return clusterOf;
    }

    boolean acquire() {
        return mapped.acquire();
    }

    void release() {
        mapped.release();
    }
}

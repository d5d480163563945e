package dev.serai.vectors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;

/**
 * The centres of clusters, in groups of neighbours: a row is compared with the centres of its nearest groups only, so
 * that finding its cluster takes about the root of their number.
 */
final class Centres {
    private static final int SAMPLED_PER_GROUP = 256;
    private static final int SAMPLED_PER_CLUSTER = 16;
    private static final int GROUPS_COMPARED = 3;

    private final Means groups;
    final Means clusters;

    /** The first cluster of each group, and the number of clusters at the end. */
    final int[] firsts;

    private Centres(Means groups, Means clusters, int[] firsts) {
        this.groups = groups;
        this.clusters = clusters;
        this.firsts = firsts;
    }

    /** Those that a cluster file holds. */
    static Centres of(Clusters from, Arena arena, Kernel kernel) {
        int stride = from.layout.stride();
        Means clusters = new Means(arena, kernel, from.count(), stride);
        for (int c = 0; c < from.count(); c++) {
            clusters.set(c, from.centre(c));
        }
        int[] firsts = from.firsts();
        Means groups = new Means(arena, kernel, firsts.length - 1, stride);
        for (int g = 0; g < groups.size(); g++) {
            groups.set(g, mean(from, firsts[g], firsts[g + 1]));
        }
        return new Centres(groups, clusters, firsts);
    }

    private static float[] mean(Clusters of, int first, int end) {
        float[] mean = new float[of.layout.stride()];
        float weights = 0;
        for (int c = first; c < end; c++) {
            float weight = 1f + of.offset(c + 1) - of.offset(c);
            float[] centre = of.centre(c);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += weight * centre[i];
            }
            weights += weight;
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= weights;
        }
        return mean;
    }

    /**
     * Finds about {@code count} centres among the rows with these numbers, the same ones every time: first those of
     * groups, then within each group those of clusters, as many as it has rows for.
     *
     * @param arena holds the centres
     */
    static Centres train(Arena arena, Kernel kernel, Snapshot of, int[] rows, int count) throws IOException {
        RowReader reader = new RowReader(of);
        int groupCount = (int) Math.max(1, Math.round(Math.sqrt(count)));
        int[] sample = shuffled(rows, (int) Math.min(rows.length, (long) count * SAMPLED_PER_CLUSTER));
        Means groups = new Means(arena, kernel, groupCount, reader.stride());
        groups.train(
                reader, Arrays.copyOf(sample, Math.min(sample.length, groupCount * SAMPLED_PER_GROUP)), 0, groupCount);
        int[][] members = members(reader, groups, sample);
        int[] firsts = new int[groupCount + 1];
        for (int g = 0; g < groupCount; g++) {
            long share = Math.round((double) count * members[g].length / sample.length);
            firsts[g + 1] = firsts[g] + (int) Math.min(members[g].length, Math.max(1, share));
        }
        Means clusters = new Means(arena, kernel, firsts[groupCount], reader.stride());
        for (int g = 0; g < groupCount; g++) {
            clusters.train(reader, members[g], firsts[g], firsts[g + 1] - firsts[g]);
        }
        return new Centres(groups, clusters, firsts);
    }

    private static int[] shuffled(int[] rows, int size) {
        Random random = new Random(rows.length);
        int[] shuffled = rows.clone();
        for (int i = 0; i < size; i++) {
            int other = i + random.nextInt(shuffled.length - i);
            int row = shuffled[other];
            shuffled[other] = shuffled[i];
            shuffled[i] = row;
        }
        return Arrays.copyOf(shuffled, size);
    }

    private static int[][] members(RowReader reader, Means groups, int[] sample) throws IOException {
        int[][] members = new int[groups.size()][sample.length / groups.size() + 1];
        int[] sizes = new int[groups.size()];
        for (int row : sample) {
            Upkeep.throwIfOver();
            reader.read(row);
            Best nearest = new Best(1);
            groups.offer(reader, 0, groups.size(), nearest);
            int group = nearest.row(0);
            if (sizes[group] == members[group].length) {
                members[group] = Arrays.copyOf(members[group], 2 * sizes[group]);
            }
            members[group][sizes[group]++] = row;
        }
        for (int g = 0; g < members.length; g++) {
            members[g] = Arrays.copyOf(members[g], sizes[g]);
        }
        return members;
    }

    /** The cluster whose centre has the least distance to the row that was read, as far as its nearest groups know. */
    int nearest(RowReader row) {
        Best near = new Best(Math.min(GROUPS_COMPARED, groups.size()));
        groups.offer(row, 0, groups.size(), near);
        Best nearest = new Best(1);
        for (int i = 0; i < near.size(); i++) {
            clusters.offer(row, firsts[near.row(i)], firsts[near.row(i) + 1], nearest);
        }
        if (nearest.size() == 0) { // groups that no sampled row was nearest to
            clusters.offer(row, 0, clusters.size(), nearest);
        }
        return nearest.row(0);
    }
}

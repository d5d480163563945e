package dev.serai.bench;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** JVector's graph in memory; a tenant is a filter of rows. */
final class JVectorVectors {
    private static final VectorTypeSupport TYPES =
            VectorizationProvider.getInstance().getVectorTypeSupport();
    private static final VectorSimilarityFunction COSINE = VectorSimilarityFunction.DOT_PRODUCT;

    private final RandomAccessVectorValues rows;
    private final ImmutableGraphIndex graph;
    final double seconds;

    JVectorVectors(VectorSet set) throws IOException {
        List<VectorFloat<?>> all = IntStream.range(0, set.size())
                .<VectorFloat<?>>mapToObj(i -> TYPES.createFloatVector(set.row(i)))
                .toList();
        this.rows = new ListRandomAccessVectorValues(all, VectorSet.DIMENSION);
        long start = System.nanoTime();
        try (GraphIndexBuilder builder = builder(rows)) {
            this.graph = builder.build(rows);
        }
        this.seconds = (System.nanoTime() - start) / 1e9;
    }

    /** The library's own choice of overflow and alpha; its builder begins with ones that it refuses. */
    private static GraphIndexBuilder builder(RandomAccessVectorValues rows) {
        return GraphIndexBuilder.builder(rows, COSINE, 16)
                .withBeamWidth(100)
                .withNeighborOverflow(1.2f)
                .withAlpha(1.2f)
                .build();
    }

    /** @param candidates rows that the search of the graph keeps */
    VectorEngine at(int candidates) {
        return new VectorEngine() {
            @Override
            public String name() {
                return "JVector, " + candidates + " candidates";
            }

            @Override
            public List<Integer> search(float[] query, int every) {
                Bits wanted = every == 1 ? Bits.ALL : row -> VectorSet.document(row) % every == 0;
                SearchResult found = GraphSearcher.search(
                        TYPES.createFloatVector(query), VectorBench.K, candidates, rows, COSINE, graph, wanted);
                return Arrays.stream(found.getNodes()).map(node -> node.node).toList();
            }
        };
    }
}

package dev.serai.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.serai.routes.Finding;
import java.util.List;
import java.util.Map;

/** What came of an evaluation. */
public sealed interface Outcome {
    /** The set is faulty and nothing was measured. */
    record Faulty(List<Finding> mistakes) implements Outcome {}

    /**
     * The figures.
     *
     * @param judgedBy "document" or "span"
     * @param queries all of them
     * @param scored those with something relevant to find; means are over these
     * @param means by ranking: keyword, vector, hybrid
     */
    record Measured(
            int k,
            String judgedBy,
            int documents,
            int chunks,
            int queries,
            int scored,
            Map<String, Scores> means,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OfQuery> perQuery)
            implements Outcome {
        public Measured withoutQueries() {
            return new Measured(k, judgedBy, documents, chunks, queries, scored, means, List.of());
        }
    }

    /** One query's figures by ranking. */
    record OfQuery(String query, Map<String, Scores> scores) {}
}

package dev.serai.indexing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.search.Candidate;
import dev.serai.search.SearchQuery;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;

/**
 * Writes and reads the bodies of a re-ranking service's {@code POST /v1/rerank}, in the form that Cohere, Jina, vLLM and
 * Infinity share; the route does the sending. Remembers nothing, so one serves all threads.
 */
public final class Reranking {
    private final ObjectMapper json;
    private final String model;

    Reranking(ObjectMapper json, String model) {
        this.json = json;
        this.model = model;
    }

    record Request(String model, String query, List<String> documents, int top_n) {}

    /** Body: the rows of the passages; then the request's JSON. Candidates without a row are no longer candidates. */
    public void request(Exchange exchange) throws JsonProcessingException {
        SearchQuery query = Objects.requireNonNull(exchange.getMessage().getHeader("search", SearchQuery.class));
        var passages = Passages.of(exchange);
        List<String> texts = passages.values().stream()
                .map(row -> String.valueOf(row.get("text")))
                .toList();
        exchange.setProperty(Passages.CANDIDATES, List.copyOf(passages.keySet()));
        exchange.getMessage()
                .setBody(json.writeValueAsString(
                        new Request(model, query.text(), texts, Math.min(query.k(), texts.size()))));
    }

    /** Body: the answer. The candidates become those that it names, in the order of its scores. */
    public void order(Exchange exchange) throws JsonProcessingException {
        SearchQuery query = Objects.requireNonNull(exchange.getMessage().getHeader("search", SearchQuery.class));
        List<?> candidates = exchange.getProperty(Passages.CANDIDATES, List.class);
        JsonNode results =
                json.readTree(exchange.getMessage().getBody(String.class)).path("results");
        int wanted = Math.min(query.k(), candidates.size());
        if (results.size() < wanted) {
            throw invalid("%d results, expected %d".formatted(results.size(), wanted));
        }
        BitSet seen = new BitSet();
        List<Candidate> ordered = new ArrayList<>();
        for (JsonNode result : results) {
            int index = index(result.path("index"), candidates.size());
            if (seen.get(index)) {
                throw invalid("two results with the index %d".formatted(index));
            }
            seen.set(index);
            ordered.add(scored((Candidate) candidates.get(index), result.path("relevance_score")));
        }
        ordered.sort((a, b) -> Double.compare(b.score(), a.score()));
        exchange.setProperty(Passages.CANDIDATES, List.copyOf(ordered));
    }

    private static int index(JsonNode index, int size) {
        if (!index.isInt() || index.intValue() < 0 || index.intValue() >= size) {
            throw invalid("a result with the index %s, expected 0 to %d".formatted(index, size - 1));
        }
        return index.intValue();
    }

    private static Candidate scored(Candidate candidate, JsonNode score) {
        if (!score.isNumber() || !Double.isFinite(score.doubleValue())) {
            throw invalid("a result with the relevance_score %s, expected a number".formatted(score));
        }
        return new Candidate(candidate.documentId(), candidate.version(), candidate.ordinal(), score.doubleValue());
    }

    private static IllegalArgumentException invalid(String what) {
        return new IllegalArgumentException("the re-ranking service's answer has " + what);
    }
}

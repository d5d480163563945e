package dev.serai.indexing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Caller;
import dev.serai.access.Role;
import dev.serai.http.RouteCaller;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.search.Candidate;
import dev.serai.search.Highlights;
import dev.serai.search.SearchQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The typed steps of the search route. */
public final class Searches {
    private static final int DEFAULT_K = 10;

    private final LiveIndex index;
    private final IndexTail tail;
    private final IndexSettings settings;
    private final String model;
    private final ObjectMapper json;

    Searches(LiveIndex index, IndexTail tail, IndexSettings settings, String model, ObjectMapper json) {
        this.index = index;
        this.tail = tail;
        this.settings = settings;
        this.model = model;
        this.json = json;
    }

    record Hit(
            double score,
            String text,
            List<Highlights.Span> highlights,
            String documentId,
            String fileName,
            @Nullable Integer page,
            int start,
            int end,
            List<String> headings) {}

    record Hits(List<Hit> hits) {}

    /** Body: the validated request. Puts the query into {@code search} and its text into the body for embedding. */
    public void read(Exchange exchange) {
        JsonNode request = json.valueToTree(exchange.getMessage().getBody(Map.class));
        float[] vector = vector(request, exchange.getProperty(RouteCaller.CALLER, Caller.class));
        SearchQuery query = query(request, exchange.getProperty("orgId", String.class), vector);
        boolean embed = vector == null && query.mode() != SearchQuery.Mode.KEYWORD;
        exchange.getMessage().setHeader("search", query);
        exchange.getMessage().setHeader("embedQuery", embed);
        exchange.getMessage().setHeader("hasWords", !query.text().isEmpty());
        exchange.getMessage().setBody(query.text());
    }

    private SearchQuery query(JsonNode request, String org, float @Nullable [] vector) {
        String text = request.path("query").asText("").strip();
        if (text.isEmpty() && vector == null) {
            throw Refusal.of(
                    Reason.QUERY_MISSING, "The search has neither a query nor a vector", "Send {\"query\": \"…\"}");
        }
        SearchQuery.Mode mode = text.isEmpty()
                ? SearchQuery.Mode.VECTOR
                : SearchQuery.Mode.valueOf(request.path("mode").asText("hybrid").toUpperCase(Locale.ROOT));
        return new SearchQuery(
                org,
                text,
                vector,
                mode,
                settings.vectorWeight(),
                request.path("k").asInt(DEFAULT_K),
                lowerCased(texts(request.path("documentIds"))),
                texts(request.path("documentTypes")));
    }

    private static float @Nullable [] vector(JsonNode request, Caller caller) {
        JsonNode numbers = request.path("vector");
        if (numbers.isMissingNode()) {
            return null;
        }
        if (!caller.has(Role.OPERATOR)) {
            throw Refusal.of(
                    Reason.VECTOR_FORBIDDEN, "Only operators may search with a raw vector", "Search with a query");
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i).floatValue();
        }
        return unit(vector);
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw Refusal.of(
                    Reason.VECTOR_INVALID,
                    "The vector has the length %s; a finite length above 0 is needed".formatted(Math.sqrt(squares)),
                    "Send a vector of the model all-MiniLM-L6-v2");
        }
        float[] unit = vector.clone();
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (unit[i] / Math.sqrt(squares));
        }
        return unit;
    }

    /** Ranks this org's chunks and names them for the SQL that reads their text. */
    public void find(Exchange exchange) {
        Message message = exchange.getMessage();
        SearchQuery query = complete(message);
        boolean current = tail.awaitOrg(query.org(), settings.patience());
        Optional<List<Candidate>> found = current || !index.rebuilding() ? index.search(query) : Optional.empty();
        message.setHeader("exact", found.isEmpty());
        if (found.isPresent()) {
            name(exchange, found.get());
            message.setBody(null);
        }
    }

    /**
     * The query with its vector, which is in the body when the query's words were embedded. Header {@code candidates}:
     * how many hits at least, when they are to be ranked again.
     */
    private static SearchQuery complete(Message message) {
        SearchQuery query = Objects.requireNonNull(message.getHeader("search", SearchQuery.class))
                .atLeast(message.getHeader("candidates", 0, Integer.class));
        return message.getHeader("embedQuery", Boolean.class)
                ? query.withVector(message.getBody(float[].class))
                : query;
    }

    /** The same question as headers, for SQL that ranks. */
    public void ask(Exchange exchange) {
        Message message = exchange.getMessage();
        SearchQuery query = complete(message);
        message.setHeader("words", query.mode() == SearchQuery.Mode.VECTOR ? "" : query.text());
        message.setHeader("vector", query.mode() == SearchQuery.Mode.KEYWORD ? null : query.vector());
        message.setHeader("model", model);
        message.setHeader("k", query.k());
        message.setHeader("onlyDocuments", query.documentIds().toArray(String[]::new));
        message.setHeader("onlyTypes", query.documentTypes().toArray(String[]::new));
        message.setBody(null);
    }

    /** Body: ranked rows. */
    public void rank(Exchange exchange) {
        List<Candidate> candidates = new ArrayList<>();
        for (Object row : exchange.getMessage().getBody(List.class)) {
            Map<?, ?> columns = (Map<?, ?>) row;
            candidates.add(new Candidate(
                    (String) columns.get("documentId"),
                    (Integer) columns.get("version"),
                    (Integer) columns.get("ordinal"),
                    ((Number) columns.get("score")).doubleValue()));
        }
        name(exchange, candidates);
        exchange.getMessage().setBody(null);
    }

    private static void name(Exchange exchange, List<Candidate> candidates) {
        Message message = exchange.getMessage();
        exchange.setProperty(Passages.CANDIDATES, candidates);
        message.setHeader(
                "documentIds", candidates.stream().map(Candidate::documentId).toArray(String[]::new));
        message.setHeader(
                "versions", candidates.stream().map(Candidate::version).toArray(Integer[]::new));
        message.setHeader(
                "ordinals", candidates.stream().map(Candidate::ordinal).toArray(Integer[]::new));
    }

    /** Body: the rows of the passages. A candidate whose row is gone, or not this org's, is left out. */
    public Object compose(Exchange exchange) throws JsonProcessingException {
        SearchQuery query = Objects.requireNonNull(exchange.getMessage().getHeader("search", SearchQuery.class));
        List<Hit> hits = new ArrayList<>();
        for (Map.Entry<Candidate, Map<?, ?>> passage : Passages.of(exchange).entrySet()) {
            if (hits.size() < query.k()) {
                hits.add(hit(query, passage.getKey(), passage.getValue()));
            }
        }
        return new Hits(hits);
    }

    private Hit hit(SearchQuery query, Candidate candidate, Map<?, ?> row) throws JsonProcessingException {
        String text = (String) row.get("text");
        return new Hit(
                candidate.score(),
                text,
                Highlights.of(query.text(), text),
                candidate.documentId(),
                (String) row.get("fileName"),
                (Integer) row.get("page"),
                (Integer) row.get("start"),
                (Integer) row.get("end"),
                json.readValue((String) row.get("headings"), new TypeReference<List<String>>() {}));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(n -> texts.add(n.asText()));
        return texts;
    }

    private static Set<String> lowerCased(Set<String> ids) {
        Set<String> lower = new HashSet<>();
        ids.forEach(id -> lower.add(id.toLowerCase(Locale.ROOT)));
        return lower;
    }
}

package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The route steps around the embedding call. Whatever the provider answers, only sound vectors pass. */
public final class Vectors {
    private static final int DIMENSION = 384;

    private final String model;

    Vectors(String model) {
        this.model = model;
    }

    /** Body: rows of {@code chunks-pending.sql}; becomes the texts to embed, the ordinals are set aside. Says whether it is the last. */
    public void inputs(Exchange exchange) {
        List<Integer> ordinals = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Object row : exchange.getMessage().getBody(List.class)) {
            ordinals.add((Integer) ((Map<?, ?>) row).get("ordinal"));
            texts.add((String) ((Map<?, ?>) row).get("input"));
        }
        exchange.setProperty("ordinals", ordinals);
        exchange.setProperty("lastBatch", ordinals.size() < batchSize(exchange));
        exchange.getMessage().setBody(texts);
    }

    private static int batchSize(Exchange exchange) {
        return exchange.getMessage().getHeader("batchSize", 1, Integer.class);
    }

    /** Body: the vectors; becomes rows for {@code chunk-embedding-keep.sql}. */
    public void rows(Exchange exchange) {
        Message message = exchange.getMessage();
        float[][] vectors = message.getBody(float[][].class);
        List<?> ordinals = exchange.getProperty("ordinals", List.class);
        requireCount(ordinals.size(), vectors.length);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            Map<String, Object> row = new HashMap<>();
            row.put("ordinal", ordinals.get(i));
            row.put("embedding", sound(vectors[i]));
            row.put("model", model);
            row.put("documentId", message.getHeader("documentId"));
            row.put("version", message.getHeader("version"));
            rows.add(row);
        }
        message.setHeader("progress", 0.5);
        message.setBody(rows);
    }

    private static void requireCount(int asked, int answered) {
        if (asked != answered) {
            throw invalid("%d vectors came back for %d texts".formatted(answered, asked));
        }
    }

    static float[] sound(float[] vector) {
        if (vector.length != DIMENSION) {
            throw invalid("a vector has %d dimensions; %d are needed".formatted(vector.length, DIMENSION));
        }
        for (float x : vector) {
            if (!Float.isFinite(x)) {
                throw invalid("a vector holds " + x);
            }
        }
        return vector;
    }

    private static Refusal invalid(String what) {
        return Refusal.of(
                Reason.EMBEDDING_INVALID,
                "The embedding model answered badly: " + what,
                "Check serai.embedding: the provider must serve all-MiniLM-L6-v2");
    }
}

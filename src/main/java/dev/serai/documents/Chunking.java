package dev.serai.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.embedding.TokenCounter;
import dev.serai.text.Chunk;
import dev.serai.text.Chunker;
import dev.serai.text.ExtractedText;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The route step that cuts text into chunks and lays both out for SQL. */
public final class Chunking {
    private final Supplier<TokenCounter> tokens;
    private final Chunker chunker;
    private final ObjectMapper json;

    Chunking(Chunker chunker, Supplier<TokenCounter> tokens, ObjectMapper json) {
        this.chunker = chunker;
        this.tokens = tokens;
        this.json = json;
    }

    record ChunkRow(
            int ordinal,
            String text,
            String context,
            @Nullable Integer page,
            int start,
            int end,
            List<String> headings,
            int tokens) {}

    /** Body: the extracted text. Sets {@code text, title, pageCount, chunks} for {@code text-keep} and {@code chunks-keep}. */
    public void split(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        ExtractedText text = message.getBody(ExtractedText.class);
        String title = text.titleOr(message.getHeader("fileName", String.class));
        List<ChunkRow> rows = chunker.split(text.withTitle(title), tokens.get()).stream()
                .map(c -> row(title, c))
                .toList();
        message.setHeader("text", text.text());
        message.setHeader("title", title);
        message.setHeader("pageCount", text.pageCount());
        message.setHeader("chunks", json.writeValueAsString(rows));
        message.setBody(null);
    }

    private static ChunkRow row(String title, Chunk chunk) {
        return new ChunkRow(
                chunk.ordinal(),
                chunk.text(),
                Chunker.context(title, chunk),
                chunk.page(),
                chunk.start(),
                chunk.end(),
                chunk.headings(),
                chunk.tokens());
    }
}

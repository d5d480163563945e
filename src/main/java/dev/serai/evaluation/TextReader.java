package dev.serai.evaluation;

import dev.serai.evaluation.Judgement.Span;
import dev.serai.problem.Refusal;
import dev.serai.routes.Finding;
import dev.serai.text.ExtractedText;
import dev.serai.text.ExtractionException;
import dev.serai.text.MediaType;
import dev.serai.text.MediaTypes;
import dev.serai.text.TextExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the documents' texts as the hub would after an upload, and holds the judged spans against them. */
final class TextReader {
    private static final int PREFIX = 64 * 1024;

    private final MediaTypes types = new MediaTypes();
    private final TextExtractor extractor;
    private final Path inline;
    private final List<Finding> mistakes;

    /** @param work an empty folder */
    TextReader(TextExtractor extractor, Path work, List<Finding> mistakes) {
        this.extractor = extractor;
        this.inline = work.resolve("inline.txt");
        this.mistakes = mistakes;
    }

    /** Texts by document id, with the title that the hub would give them. */
    Map<String, ExtractedText> read(List<Source> sources) {
        Map<String, ExtractedText> texts = new LinkedHashMap<>();
        for (Source source : sources) {
            try {
                ExtractedText text = text(source);
                if (text.text().isBlank()) {
                    unreadable(source, "it holds no text");
                }
                texts.put(source.id(), text.withTitle(title(source, text)));
            } catch (IOException | ExtractionException | Refusal e) {
                unreadable(source, String.valueOf(e.getMessage()));
            }
        }
        return texts;
    }

    private ExtractedText text(Source source) throws IOException, ExtractionException {
        return switch (source.content()) {
            case Source.InFile(Path file) -> extractor.extract(file, type(file));
            case Source.Inline(String text) -> extractor.extract(Files.writeString(inline, text), MediaType.TEXT);
        };
    }

    private MediaType type(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return types.detect(content.readNBytes(PREFIX), file.getFileName().toString());
        }
    }

    private static String title(Source source, ExtractedText text) {
        return Optional.ofNullable(source.title()).orElseGet(() -> text.titleOr(fileName(source)));
    }

    /** What the hub would know as the file's name; empty for a text that has none. */
    static String fileName(Source source) {
        return source.content() instanceof Source.InFile(Path file)
                ? file.getFileName().toString()
                : "";
    }

    private void unreadable(Source source, String why) {
        mistakes.add(source.place()
                .mistake(
                        Mistake.NO_TEXT,
                        "no text can be read from document \"%s\": %s".formatted(source.id(), why),
                        "replace the document or take it out of the set"));
    }

    /** Says which spans lie outside their text or read otherwise than their quote. */
    void check(List<Judgement> judgements, Map<String, ExtractedText> texts) {
        for (Judgement judgement : judgements) {
            ExtractedText text = texts.get(judgement.document());
            String fault = judgement.span() == null || text == null ? null : fault(judgement.span(), text.text());
            if (fault != null) {
                mistakes.add(judgement
                        .place()
                        .mistake(
                                Mistake.SPAN,
                                fault,
                                "correct the offsets, in UTF-16 units of the text as the hub reads it"));
            }
        }
    }

    private static @Nullable String fault(Span span, String text) {
        if (span.end() > text.length()) {
            return "the span ends at %d, the text at %d".formatted(span.end(), text.length());
        }
        String passage = text.substring(span.start(), span.end());
        if (passage.isBlank()) {
            return "the span holds white space alone";
        }
        return span.quote() == null || flat(span.quote()).equals(flat(passage))
                ? null
                : "the span reads \"%s\", not as quoted".formatted(flat(passage));
    }

    static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}

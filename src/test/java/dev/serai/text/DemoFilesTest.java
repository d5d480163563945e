package dev.serai.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.text.Block.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The demo data room, as users meet it first. */
class DemoFilesTest {
    private static final Path DEMO = Path.of("ops/demo");
    private final MediaTypes types = new MediaTypes();

    @Test
    void everyDocumentIsTypedReadAndCut(@TempDir Path folder) throws Exception {
        ExtractionSettings settings =
                new ExtractionSettings(Duration.ofSeconds(60), DataSize.ofMegabytes(256), 10_000_000, 1, 500);
        try (TextExtractor extractor = new TextExtractor(folder, settings)) {
            for (Path file : documents()) {
                MediaType type = types.detect(Files.readAllBytes(file), file.toString());
                ExtractedText text = extractor.extract(file, type);
                List<Chunk> chunks = new Chunker().split(text, new LetterTokens());
                assertPagesAreReal(text, chunks);
                assertThat(chunks).as(file.toString()).isNotEmpty();
                assertThat(text.blocks().stream()
                                .filter(block -> block.kind() == Kind.HEADING)
                                .count())
                        .as("headings of %s", file)
                        .isPositive();
            }
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(DEMO)) {
            return files.filter(file -> file.toString().matches(".*\\.(pdf|docx|html|md|txt)"))
                    .filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .toList();
        }
    }

    private static void assertPagesAreReal(ExtractedText text, List<Chunk> chunks) {
        Integer pages = text.pageCount();
        for (Chunk chunk : chunks) {
            if (pages == null) {
                assertThat(chunk.page()).isNull();
            } else {
                assertThat(chunk.page()).isBetween(1, pages);
            }
        }
    }
}

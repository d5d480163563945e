package dev.serai.bench;

import dev.serai.embedding.LocalEmbedding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Vectors of real text for {@link VectorBench}: pieces of 700 characters of all {@code .txt} files below a folder, and
 * parts of their sentences as queries.
 */
final class TextVectors {
    private static final int PIECE = 700;
    private static final int QUERIES_PER_TEXT = 4;
    private static final int TOGETHER = 64;

    private final List<String> pieces = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private final Random random = new Random(1);

    private TextVectors() {}

    /** {@code texts=FOLDER to=FILE}: writes FILE.rows and FILE.queries, floats in little-endian order. */
    static void run(Options options) throws Exception {
        TextVectors vectors = new TextVectors();
        try (Stream<Path> files = Files.walk(Path.of(options.text("texts", ".")))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                vectors.add(Files.readString(file).replaceAll("\\s+", " "));
            }
        }
        System.out.printf("%d pieces, %d queries%n", vectors.pieces.size(), vectors.queries.size());
        String to = options.text("to", "target/bench/texts");
        Files.createDirectories(Path.of(to).toAbsolutePath().getParent());
        Path libraries = Files.createTempDirectory("libraries");
        try (LocalEmbedding embedding = new LocalEmbedding(libraries, 0)) {
            write(Path.of(to + ".rows"), embedding, vectors.pieces);
            write(Path.of(to + ".queries"), embedding, vectors.queries);
        }
    }

    private void add(String text) {
        for (int at = 0; at + 200 < text.length(); at += PIECE) {
            pieces.add(text.substring(at, Math.min(text.length(), at + PIECE)));
        }
        for (int i = 0; i < QUERIES_PER_TEXT; i++) {
            int sentence = text.indexOf(". ", random.nextInt(Math.max(1, text.length() - 300)));
            if (sentence > 0 && sentence + 150 < text.length()) {
                queries.add(text.substring(sentence + 2, sentence + 62 + random.nextInt(90)));
            }
        }
    }

    private static void write(Path to, LocalEmbedding embedding, List<String> texts) throws IOException {
        try (FileChannel channel = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (int first = 0; first < texts.size(); first += TOGETHER) {
                float[][] vectors = embedding.embed(texts.subList(first, Math.min(texts.size(), first + TOGETHER)));
                ByteBuffer bytes = ByteBuffer.allocate(vectors.length * VectorSet.DIMENSION * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
                for (float[] vector : vectors) {
                    for (float number : vector) {
                        bytes.putFloat(number);
                    }
                }
                channel.write(bytes.flip());
            }
        }
    }
}

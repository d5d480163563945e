package dev.serai.evaluation;

import ai.onnxruntime.OrtException;
import dev.serai.embedding.LocalEmbedding;
import dev.serai.embedding.TokenCounter;
import dev.serai.search.Candidate;
import dev.serai.search.ChunkEntry;
import dev.serai.search.DocumentUpdate;
import dev.serai.search.SearchIndex;
import dev.serai.search.SearchQuery;
import dev.serai.text.Chunk;
import dev.serai.text.Chunker;
import dev.serai.text.ExtractedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The set's documents in an index of their own, cut, embedded and ranked as the hub does it. */
final class IndexedSet implements AutoCloseable {
    private static final String ORG = "evaluation";

    private final double vectorWeight;
    private final Chunker chunker = new Chunker();
    private final LocalEmbedding embedding;
    private final TokenCounter tokens;
    private final SearchIndex index;
    private final Map<String, List<Chunk>> chunks = new HashMap<>();

    /**
     * An empty set.
     *
     * @param work an empty folder
     * @param vectorWeight as in {@link SearchQuery}
     */
    IndexedSet(Path work, double vectorWeight) throws IOException {
        this.vectorWeight = vectorWeight;
        Path libraries = work.resolve("libraries");
        tokens = TokenCounter.local(libraries);
        index = SearchIndex.open(work.resolve("index"));
        embedding = new LocalEmbedding(libraries, 0);
    }

    /**
     * A document to index.
     *
     * @param text with its title
     */
    record Titled(String id, String fileName, ExtractedText text) {
        String title() {
            return text.titleOr(fileName);
        }
    }

    /** Takes documents whose ids it does not know yet; their chunks are embedded together. */
    void add(List<Titled> documents) throws IOException {
        List<String> inputs = new ArrayList<>();
        for (Titled document : documents) {
            List<Chunk> cut = chunker.split(document.text(), tokens);
            cut.forEach(chunk -> inputs.add(Chunker.context(document.title(), chunk) + chunk.text()));
            chunks.put(document.id(), cut);
        }
        Iterator<float[]> vectors = List.of(embedding.embed(inputs)).iterator();
        List<DocumentUpdate> updates = new ArrayList<>();
        for (Titled document : documents) {
            List<ChunkEntry> entries = chunks(document.id()).stream()
                    .map(chunk -> entry(document, chunk, vectors.next()))
                    .toList();
            updates.add(new DocumentUpdate.Upsert(document.id(), 1, "", entries));
        }
        index.apply(ORG, updates, chunks.size());
    }

    /** As the hub's index reads it from Postgres: the file's name is searched with the context. */
    private static ChunkEntry entry(Titled document, Chunk chunk, float[] vector) {
        String context = Chunker.context(document.title(), chunk) + " " + document.fileName();
        return new ChunkEntry(chunk.ordinal(), chunk.text(), context, vector);
    }

    int size() {
        return chunks.values().stream().mapToInt(List::size).sum();
    }

    List<Chunk> chunks(String document) {
        return chunks.getOrDefault(document, List.of());
    }

    /**
     * The best units for a query, best first; a unit stands where its best chunk does.
     *
     * @param unit what of a chunk is ranked
     * @param depth units wanted
     */
    List<String> ranking(String query, SearchQuery.Mode mode, Function<Candidate, String> unit, int depth) {
        float[] vector = mode == SearchQuery.Mode.KEYWORD ? null : embedding.embedQuery(query);
        for (int asked = depth; ; asked *= 2) {
            List<Candidate> found =
                    index.search(new SearchQuery(ORG, query, vector, mode, vectorWeight, asked, Set.of(), Set.of()));
            List<String> units =
                    found.stream().map(unit).distinct().limit(depth).toList();
            if (units.size() == depth || found.size() < asked) {
                return units;
            }
        }
    }

    @Override
    public void close() throws IOException, OrtException {
        try (index) {
            embedding.close();
        }
    }
}

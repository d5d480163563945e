package dev.serai.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchIndexTest {
    @TempDir
    private Path folder;

    @Test
    void damagedVectorsMakeTheirOrgBeginAgainWhileTheOthersServe() throws IOException {
        try (SearchIndex index = SearchIndex.open(folder)) {
            index.apply("small", List.of(document("a", 1)), 4);
            index.apply("large", List.of(document("b", 2), document("c", 3)), 7);
        }
        damageLargest();
        try (SearchIndex index = SearchIndex.open(folder)) {
            assertThat(index.lostOrgs()).isTrue();
            assertThat(index.orgs()).containsExactly("small");
            assertThat(index.position("large")).isZero();
            assertThat(index.search(query("large", SearchQuery.Mode.KEYWORD, 2)))
                    .isEmpty();
            assertThat(found(index, "small", 1)).containsExactly("a");

            index.apply("large", List.of(document("b", 2), document("c", 3)), 7);

            assertThat(found(index, "large", 3)).containsExactly("c", "b");
        }
    }

    @Test
    void anIndexThatCouldNotBeOpenedCanBeBegunAgainByTheSameProcess() throws IOException {
        Path vectors = Files.writeString(folder.resolve("vectors"), "a file where a folder should be");
        assertThatThrownBy(() -> SearchIndex.open(folder)).isInstanceOf(IOException.class);

        Files.delete(vectors);

        try (SearchIndex index = SearchIndex.open(folder)) {
            assertThat(index.orgs()).isEmpty();
        }
    }

    @Test
    void wordsThatFellBehindTheirVectorsAreAppliedAgain() throws IOException {
        SearchIndex killed = SearchIndex.open(folder);
        killed.apply("org", List.of(document("a", 1)), 1);
        killed.commit();
        killed.apply("org", List.of(document("b", 2)), 2);
        killed.abandon(); // words of the second change were never committed
        try (SearchIndex index = SearchIndex.open(folder)) {
            assertThat(index.position("org")).isEqualTo(1);

            index.apply("org", List.of(document("b", 2)), 2);

            assertThat(index.position("org")).isEqualTo(2);
            assertThat(found(index, "org", 2)).containsExactly("b", "a");
            assertThat(index.size()).isEqualTo(2);
        }
    }

    @Test
    void mendingDeletesADocumentWhoseOrgNobodyKnows() throws IOException {
        try (SearchIndex index = SearchIndex.open(folder)) {
            index.apply("org", List.of(document("a", 1), document("b", 2)), 3);

            index.mend("", new DocumentUpdate.Delete("a"));

            assertThat(found(index, "org", 1)).containsExactly("b");
            assertThat(index.position("org")).isEqualTo(3);
        }
    }

    @Test
    void anIndexOfAnotherFormIsRefused() throws IOException {
        SearchIndex.open(folder).close();
        try (FSDirectory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.setLiveCommitData(Map.of("form", "1").entrySet());
            writer.commit();
        }

        assertThatThrownBy(() -> SearchIndex.open(folder)).hasMessage("the index has the form 1, expected 3");
    }

    private static List<String> found(SearchIndex index, String org, int direction) {
        return index.search(query(org, SearchQuery.Mode.VECTOR, direction)).stream()
                .map(Candidate::documentId)
                .toList();
    }

    private static SearchQuery query(String org, SearchQuery.Mode mode, int direction) {
        return new SearchQuery(org, "text", vector(direction), mode, 0.5, 10, Set.of(), Set.of());
    }

    private static DocumentUpdate document(String id, int direction) {
        return new DocumentUpdate.Upsert(
                id, 1, "letter", List.of(new ChunkEntry(0, "some text", "title", vector(direction))));
    }

    private static float[] vector(int direction) {
        float[] vector = new float[SearchIndex.DIMENSION];
        vector[direction] = 1;
        return vector;
    }

    private void damageLargest() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("vectors"))) {
            Path largest = files.max(
                            Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length - 100] ^= 1;
            Files.write(largest, bytes);
        }
    }
}

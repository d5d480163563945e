package dev.serai.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
    @TempDir
    private Path folder;

    @Test
    void itEndsWithTheFiftiethWordThatCounts() {
        String words = IntStream.rangeClosed(1, 60).mapToObj(n -> "the w" + n).collect(Collectors.joining(" "));

        assertThat(Opening.of(List.of(chunk(0, words)))).endsWith(" w50");
    }

    @Test
    void aShortFirstPassageIsFollowedByTheNext() {
        assertThat(Opening.of(List.of(chunk(0, "Lease"), chunk(1, "between Ash and Birch"))))
                .isEqualTo("Lease\nbetween Ash and Birch\n");
        assertThat(Opening.of(List.of())).isEmpty();
    }

    @Test
    void aQuestionThatNamesThePartiesFindsThePassageInTheirDocument() throws IOException {
        try (SearchIndex index = SearchIndex.open(folder)) {
            index.apply(
                    "org",
                    List.of(
                            lease("oak", "Lease between Oakfield Holdings and Brightwater Labs"),
                            lease("elm", "Lease between Elmstead Trust and Copperline Foods")),
                    1);

            assertThat(best(index, "Lease of Elmstead Trust: when is rent due?"))
                    .isEqualTo("elm#1");
            assertThat(best(index, "On which day does Brightwater Labs pay rent?"))
                    .isEqualTo("oak#1");
        }
    }

    @Test
    void wordsOfAFileNameAreFoundOneByOne() throws IOException {
        try (SearchIndex index = SearchIndex.open(folder)) {
            ChunkEntry named = new ChunkEntry(0, "some text", "2031_CREDIT_AGREEMENT.txt", vector());
            index.apply("org", List.of(new DocumentUpdate.Upsert("a", 1, "letter", List.of(named))), 1);

            assertThat(best(index, "credit")).isEqualTo("a#0");
        }
    }

    private static String best(SearchIndex index, String question) {
        Candidate best = index.search(
                        new SearchQuery("org", question, null, SearchQuery.Mode.KEYWORD, 0.5, 1, Set.of(), Set.of()))
                .getFirst();
        return best.documentId() + "#" + best.ordinal();
    }

    private static DocumentUpdate lease(String id, String opening) {
        String recitals =
                IntStream.rangeClosed(1, 60).mapToObj(n -> " recital" + n).collect(Collectors.joining());
        return new DocumentUpdate.Upsert(
                id,
                1,
                "lease",
                List.of(
                        chunk(0, opening + recitals),
                        chunk(1, "Rent is due on the first day of each month."),
                        chunk(2, "Notices are sent by registered mail.")));
    }

    private static ChunkEntry chunk(int ordinal, String text) {
        return new ChunkEntry(ordinal, text, "", vector());
    }

    private static float[] vector() {
        float[] vector = new float[SearchIndex.DIMENSION];
        vector[0] = 1;
        return vector;
    }
}

package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalEmbeddingTest {
    private static LocalEmbedding embedding;

    @BeforeAll
    static void load() {
        embedding = new LocalEmbedding(EmbeddingSamples.LIBRARIES, 2);
    }

    @AfterAll
    static void close() throws Exception {
        embedding.close();
    }

    @Test
    void textBehindToken128ChangesTheVector() {
        String text = EmbeddingSamples.pieces(200);

        assertThat(embedding.embedQuery(text + " bananas")).isNotEqualTo(embedding.embedQuery(text + " notice"));
    }

    @Test
    void textBehindToken256DoesNotChangeTheVector() {
        String full = EmbeddingSamples.pieces(254);

        assertThat(embedding.embedQuery(full + " bananas grow in warm countries"))
                .isEqualTo(embedding.embedQuery(full));
        assertThat(embedding.embedQuery(EmbeddingSamples.pieces(253))).isNotEqualTo(embedding.embedQuery(full));
    }

    @Test
    void vectorsHave384FloatsOfLengthOne() {
        float[][] vectors = embedding.embed(List.of("", "law", "\uD83D\uDE00", EmbeddingSamples.pieces(5000)));

        assertThat(List.of(vectors)).allSatisfy(vector -> {
            assertThat(vector).hasSize(384);
            assertThat(EmbeddingSamples.cosine(vector, vector)).isCloseTo(1, within(1e-5));
        });
    }

    @Test
    void theSameTextGivesTheSameBitsInEveryThreadAndBesideAnyOther() {
        List<String> texts = IntStream.range(0, 24)
                .mapToObj(i -> EmbeddingSamples.pieces("clause", 1 + i * 5))
                .toList();
        float[][] alone = texts.stream().map(embedding::embedQuery).toArray(float[][]::new);

        List<CompletableFuture<float[][]>> together = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> embedding.embed(texts)))
                .toList();

        assertThat(together).allSatisfy(vectors -> assertThat(vectors.join()).isDeepEqualTo(alone));
    }

    @Test
    void theSameTextGivesTheSameBitsWithAnyNumberOfThreads() throws Exception {
        String text = EmbeddingSamples.pieces(200);
        try (SentenceModel one = SentenceModel.load(new Tokens(EmbeddingSamples.LIBRARIES), 1);
                SentenceModel two = SentenceModel.load(new Tokens(EmbeddingSamples.LIBRARIES), 2);
                SentenceModel three = SentenceModel.load(new Tokens(EmbeddingSamples.LIBRARIES), 3)) {
            assertThat(two.vector(text)).isEqualTo(one.vector(text));
            assertThat(three.vector(text)).isEqualTo(one.vector(text));
        }
    }

    @Test
    void howTheProcessorsAreSharedIsTriedOut() throws Exception {
        List<Integer> asked = new CopyOnWriteArrayList<>();
        Trial.Loader loader = threads -> {
            asked.add(threads);
            if (threads == 2) {
                throw new IOException("no memory for another");
            }
            return SentenceModel.load(new Tokens(EmbeddingSamples.LIBRARIES), threads);
        };

        Trial.Result result = new Trial(loader, 2).run();
        try (SentenceModel model = result.model()) {
            assertThat(asked).containsExactly(1, 2);
            assertThat(result.crew()).isEqualTo(new Crew(2, 1));
            assertThat(model.vector("law")).isEqualTo(embedding.embedQuery("law"));
        }
    }

    @Test
    void relatedTextsAreNearerThanUnrelatedOnes() {
        float[] question = embedding.embedQuery("When do the founder's shares vest?");

        float[][] answers = embedding.embed(List.of(
                "The Founder's stock vests over four years with a one year cliff.",
                "Mix flour, butter and sugar and bake the cake for an hour."));

        assertThat(EmbeddingSamples.cosine(question, answers[0]))
                .isGreaterThan(0.3 + EmbeddingSamples.cosine(question, answers[1]));
    }

    @Test
    void aRememberedVectorCannotBeChangedByItsReader() {
        float[] first = embedding.embedQuery("notice period");
        float[] expected = first.clone();
        first[0] = 42;

        assertThat(embedding.embedQuery("notice period")).isEqualTo(expected);
    }

    @Test
    void noTextsGiveNoVectors() {
        assertThat(embedding.embed(List.of())).isEmpty();
    }

    @Test
    void aQueryIsAnsweredBeforeTheBulkThatWasThereFirst() {
        List<String> bulk = Collections.nCopies(200, EmbeddingSamples.pieces(254));
        CompletableFuture<float[][]> slow = CompletableFuture.supplyAsync(() -> embedding.embed(bulk));

        embedding.embedQuery("who may terminate?");

        assertThat(slow).isNotDone();
        assertThat(slow.join()).hasNumberOfRows(200);
    }

    @Test
    void constructionDoesNotWaitForTheModel() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayLoad = new CountDownLatch(1);
        try (LocalEmbedding slow = new LocalEmbedding(_ -> load(asked, mayLoad), 1)) {
            CompletableFuture<float[]> query = CompletableFuture.supplyAsync(() -> slow.embedQuery("law"));
            asked.await();
            assertThat(query).isNotDone();

            mayLoad.countDown();

            assertThat(query.join()).isEqualTo(embedding.embedQuery("law"));
        }
    }

    @Test
    void aFailedLoadIsToldAndTriedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (LocalEmbedding flaky = new LocalEmbedding(_ -> loadAtSecondAttempt(attempts), 1)) {
            assertThatThrownBy(() -> flaky.embedQuery("law")).isInstanceOfSatisfying(Refusal.class, refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.EMBEDDING_UNAVAILABLE);
                assertThat(refusal.detail()).contains("disk full");
                assertThat(refusal.retryAfter()).isNotNull();
            });

            assertThat(flaky.embedQuery("law")).hasSize(384);
        }
    }

    @Test
    void nothingIsEmbeddedAfterTheEnd() throws Exception {
        LocalEmbedding closed = new LocalEmbedding(EmbeddingSamples.LIBRARIES, 1);
        closed.embedQuery("law");
        closed.close();

        assertThatThrownBy(() -> closed.embed(List.of("law")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.EMBEDDING_UNAVAILABLE));
    }

    private static SentenceModel load(CountDownLatch asked, CountDownLatch mayLoad) throws Exception {
        asked.countDown();
        mayLoad.await();
        return SentenceModel.load(new Tokens(EmbeddingSamples.LIBRARIES), 1);
    }

    private static SentenceModel loadAtSecondAttempt(AtomicInteger attempts) throws Exception {
        if (attempts.incrementAndGet() == 1) {
            throw new IOException("disk full");
        }
        return SentenceModel.load(new Tokens(EmbeddingSamples.LIBRARIES), 1);
    }
}

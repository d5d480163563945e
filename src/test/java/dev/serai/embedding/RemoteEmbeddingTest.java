package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteEmbeddingTest {
    private final RemoteEmbedding remote = new RemoteEmbedding(new ObjectMapper(), "all-MiniLM-L6-v2", "sk-test");

    @Test
    void requestNamesTheModelAndListsTheTexts() {
        assertThat(remote.request(List.of("a \"quoted\" text", "b")))
                .isEqualTo("{\"model\":\"all-MiniLM-L6-v2\",\"input\":[\"a \\\"quoted\\\" text\",\"b\"]}");
        assertThat(remote.request("one")).isEqualTo("{\"model\":\"all-MiniLM-L6-v2\",\"input\":[\"one\"]}");
    }

    @Test
    void whatIsNoTextIsNotSent() {
        assertThatThrownBy(() -> remote.request(42)).hasMessageContaining("java.lang.Integer, expected a String");
        assertThatThrownBy(() -> remote.request(List.of(42))).hasMessageContaining("java.lang.Integer");
    }

    @Test
    void vectorsComeInTheOrderOfTheirIndexWithLengthOne() {
        float[][] vectors = remote.parse(answer(item("1", vector("3")), item("0", vector("-0.5"))));

        assertThat(vectors).hasNumberOfRows(2);
        assertThat(vectors[0][7]).isNegative();
        assertThat(vectors[1][7]).isPositive();
        assertThat(List.of(vectors))
                .allSatisfy(vector ->
                        assertThat(EmbeddingSamples.cosine(vector, vector)).isCloseTo(1, within(1e-5)));
    }

    @Test
    void anEmptyAnswerHasNoVectors() {
        assertThat(remote.parse(answer())).isEmpty();
    }

    static List<String> badAnswers() {
        return List.of(
                "",
                "not json",
                "[]",
                "{}",
                "{\"data\":null}",
                "{\"data\":{}}",
                answer("7"),
                answer("{\"index\":0}"),
                answer("{\"index\":0,\"embedding\":\"AAAA\"}"),
                answer("{\"embedding\":" + vector("1") + "}"),
                answer(item("0", "[1,2,3]")),
                answer(item("0", vector("0"))),
                answer(item("0", vector("1e999"))),
                answer(item("0", vector("null"))),
                answer(item("0", vector("\"1\""))),
                answer(item("1", vector("1"))),
                answer(item("-1", vector("1"))),
                answer(item("0.5", vector("1"))),
                answer(item("0", vector("1")), item("0", vector("1"))));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void aBadAnswerIsRefused(String answer) {
        assertThatThrownBy(() -> remote.parse(answer))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.EMBEDDING_INVALID));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"error\":{\"message\":\"model is loading\",\"type\":\"server_error\"}} | refused: model is loading",
                "{\"error\":\"model is loading\"} | refused: model is loading",
                "{\"error\":{\"code\":7}} | refused: {\"code\":7}"
            })
    void anErrorOfTheServiceIsARefusalThatPasses(String answer, String detail) {
        assertThatThrownBy(() -> remote.parse(answer)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.EMBEDDING_UNAVAILABLE);
            assertThat(refusal.detail()).endsWith(detail);
            assertThat(refusal.retryAfter()).isNotNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"%s\"}", "%s"})
    void aLongAnswerIsQuotedInPart(String form) {
        assertThatThrownBy(() -> remote.parse(form.formatted("x".repeat(100_000))))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    private static String answer(String... items) {
        return "{\"object\":\"list\",\"error\":null,\"data\":[" + String.join(",", items) + "]}";
    }

    private static String item(String index, String vector) {
        return "{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":" + vector + "}";
    }

    private static String vector(String value) {
        return IntStream.range(0, 384).mapToObj(i -> value).collect(Collectors.joining(",", "[", "]"));
    }
}

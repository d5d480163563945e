package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.serai.embedding.TokenCounter.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final Tokens TOKENS = new Tokens(EmbeddingSamples.LIBRARIES);

    @Test
    void offsetsCountUtf16UnitsBehindSupplementaryCharacters() {
        String text = "\uD83D\uDE00 pays \uD835\uDCB3 and \uD83C\uDDE9\uD83C\uDDEA seller";

        assertThat(words(text)).contains("\uD83D\uDE00", "pays", "and", "seller");
    }

    @Test
    void offsetsCountTheOriginalCharactersOfAccentsAndSyllables() {
        assertThat(words("e\u0301tat caf\u00e9 \uD55C\uAD6D \u65E5\u672C law")).contains("\u65E5", "\u672C", "law");
    }

    @Test
    void halfASurrogatePairShiftsNothing() {
        assertThat(words("a \uD800 seller \uDC00 buyer")).contains("seller", "buyer");
    }

    @Test
    void nothingIsCutOffAndSpecialPiecesAreNotCounted() {
        assertThat(TOKENS.count("")).isZero();
        assertThat(TOKENS.spans("")).isEmpty();
        assertThat(TOKENS.count(EmbeddingSamples.pieces(1000))).isEqualTo(1000);
    }

    @Test
    void aTextOfMegabytesIsCountedAndPlacedToItsEnd() {
        String text = EmbeddingSamples.pieces("\uD83D\uDE00 vesting", 100_000);

        List<Span> spans = TOKENS.spans(text);

        assertThat(spans).hasSize(TOKENS.count(text));
        assertThat(cut(text, spans.getLast())).isEqualTo("ing");
    }

    @Test
    void cutsBetweenSegmentsChangeNoPiece() throws IOException {
        String text = "The Buyer's (i) caf\u00e9-Notice, \u65E5\u672C 1,000.00 \uD83D\uDE00!\n".repeat(600);
        try (HuggingFaceTokenizer whole = library(Map.of("truncation", "false", "padding", "false"))) {
            assertThat(TOKENS.ids(text, 100_000)).isEqualTo(whole.encode(text).getIds());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "law", "a \uD83D\uDE00 b", "caf\u00e9 \uD55C\uAD6D"})
    void theModelIsGivenWhatTheLibraryWouldGiveIt(String text) throws IOException {
        Map<String, String> options = Map.of("truncation", "true", "maxLength", "256", "padding", "false");
        try (HuggingFaceTokenizer library = library(options)) {
            assertThat(TOKENS.ids(text, 256)).isEqualTo(library.encode(text).getIds());
            String tooLong = text + EmbeddingSamples.pieces(300);
            assertThat(TOKENS.ids(tooLong, 256))
                    .isEqualTo(library.encode(tooLong).getIds());
        }
    }

    private static HuggingFaceTokenizer library(Map<String, String> options) throws IOException {
        TOKENS.load();
        return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(MiniLm.tokenizer()), options);
    }

    private static List<String> words(String text) {
        return TOKENS.spans(text).stream().map(span -> cut(text, span)).toList();
    }

    private static String cut(String text, Span span) {
        return text.substring(span.start(), span.end());
    }
}

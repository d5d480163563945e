package dev.serai.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.text.Block.Kind;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChunkerPropertyTest {
    /** Such a word fits into a chunk beside any context. */
    private static final int SHORT_WORD = 600;

    private final LetterTokens tokens = new LetterTokens();
    private final Chunker chunker = new Chunker();

    @Property(tries = 400)
    void everyCharacterIsCovered(@ForAll("documents") ExtractedText document) {
        BitSet covered = new BitSet();
        split(document).forEach(chunk -> covered.set(chunk.start(), chunk.end()));
        assertThat(document.text().chars().count()).isEqualTo(document.text().length());
        for (int i = covered.nextClearBit(0); i < document.text().length(); i = covered.nextClearBit(i + 1)) {
            assertThat(Character.isWhitespace(document.text().charAt(i)))
                    .as("character %d", i)
                    .isTrue();
        }
    }

    @Property(tries = 400)
    void noChunkIsTooLongForTheModelAndItsCountIsExact(@ForAll("documents") ExtractedText document) {
        for (Chunk chunk : split(document)) {
            String embedded = Chunker.context(String.valueOf(document.title()), chunk) + chunk.text();
            assertThat(chunk.tokens()).isEqualTo(tokens.count(embedded) + 2).isLessThanOrEqualTo(256);
            assertThat(chunk.text().length()).isLessThanOrEqualTo(Packing.MAX_CHARACTERS);
        }
    }

    @Property(tries = 400)
    void offsetsAreExactAndMoveForward(@ForAll("documents") ExtractedText document) {
        int start = -1;
        int end = -1;
        int ordinal = 0;
        for (Chunk chunk : split(document)) {
            assertThat(chunk.text()).isNotBlank().isEqualTo(document.text().substring(chunk.start(), chunk.end()));
            assertThat(chunk.ordinal()).isEqualTo(ordinal++);
            assertThat(chunk.start()).isGreaterThan(start);
            assertThat(chunk.end()).isGreaterThan(end);
            start = chunk.start();
            end = chunk.end();
        }
    }

    @Property(tries = 400)
    void shortWordsStayWhole(@ForAll("documents") ExtractedText document) {
        for (Chunk chunk : split(document)) {
            assertThat(cutsShortWord(document.text(), chunk.start()))
                    .as("start of %s", chunk)
                    .isFalse();
            assertThat(cutsShortWord(document.text(), chunk.end()))
                    .as("end of %s", chunk)
                    .isFalse();
        }
    }

    @Property(tries = 50)
    void sameTextGivesSameChunks(@ForAll("documents") ExtractedText document) {
        assertThat(split(document)).isEqualTo(split(document));
    }

    private List<Chunk> split(ExtractedText document) {
        return chunker.split(document, tokens);
    }

    private static boolean cutsShortWord(String text, int at) {
        int start = at;
        int end = at;
        while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return start < at && at < end && end - start < SHORT_WORD;
    }

    @Provide
    Arbitrary<ExtractedText> documents() {
        Arbitrary<String> title = words(20).injectNull(0.1);
        return Combinators.combine(blocks().list().ofMaxSize(25), title).as((drafts, name) -> {
            TextBuilder builder = new TextBuilder(10_000_000);
            drafts.forEach(draft -> builder.add(draft.kind(), draft.level(), draft.content(), null));
            return builder.build(null, name == null ? "null" : name);
        });
    }

    private record Draft(Kind kind, int level, String content) {}

    private static Arbitrary<Draft> blocks() {
        Arbitrary<Draft> text = Combinators.combine(
                        Arbitraries.of(Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.TABLE_ROW), content())
                .as((kind, content) -> new Draft(kind, 0, content));
        Arbitrary<Draft> heading = Combinators.combine(Arbitraries.integers().between(1, 6), words(30))
                .as((level, content) -> new Draft(Kind.HEADING, level, content));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, text), net.jqwik.api.Tuple.of(1, heading));
    }

    private static Arbitrary<String> content() {
        Arbitrary<String> long_ =
                Arbitraries.strings().ofMinLength(900).ofMaxLength(5000).withCharRange('a', 'z');
        Arbitrary<String> emoji =
                Arbitraries.of("🎉", "👩‍👩‍👧", "é").list().ofMaxSize(2000).map(list -> String.join("", list));
        return Arbitraries.oneOf(words(60), words(1500), long_, emoji);
    }

    private static Arbitrary<String> words(int max) {
        Arbitrary<String> word = Arbitraries.oneOf(
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(14),
                Arbitraries.of("Shares.", "Vesting!", "§ 4", "über", "契約。", "ภาษาไทย", "\n", "\t", "\uD83D\uDE00"));
        return word.list().ofMinSize(1).ofMaxSize(max).map(list -> String.join(" ", list));
    }
}

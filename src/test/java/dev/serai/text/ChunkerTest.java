package dev.serai.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChunkerTest {
    private final LetterTokens tokens = new LetterTokens();

    @Test
    void smallBlocksUnderOneHeadingShareAChunk() {
        List<Chunk> chunks =
                markdown("# Lease\n\n## Rent\n\nMonthly.\n\n- in advance\n- by transfer\n\n## Term\n\nTen years.");
        assertThat(chunks)
                .extracting(Chunk::text)
                .containsExactly(
                        "# Lease\n\n## Rent\n\nMonthly.\n\n- in advance\n\n- by transfer", "## Term\n\nTen years.");
        assertThat(chunks)
                .extracting(Chunk::headings)
                .containsExactly(List.of("Lease", "Rent"), List.of("Lease", "Term"));
    }

    @Test
    void contextNamesTitleAndPathOnce() {
        Chunk chunk = markdown("# Lease\n\n## Rent\n\nMonthly.").getFirst();
        assertThat(Chunker.context("Lease", chunk)).isEqualTo("Lease › Rent\n");
        assertThat(Chunker.context("lease.md", chunk)).isEqualTo("lease.md › Lease › Rent\n");
    }

    @Test
    void longContextKeepsTheInnermostHeading() {
        String far = "far ".repeat(60).strip();
        Chunk chunk = new Chunk(0, "x", 0, 1, null, List.of(far, "Near by"), 1);
        String context = Chunker.context("title ".repeat(60), chunk);
        assertThat(context).startsWith("title title").contains("far far").endsWith("› Near by\n");
        assertThat(tokens.count(context)).isLessThanOrEqualTo(48);
    }

    @Test
    void longParagraphIsCutAtSentencesWithOneSentenceOfOverlap() {
        String text = IntStream.range(0, 100)
                .mapToObj(i -> "Sentence number %d is about shares.".formatted(i))
                .collect(Collectors.joining(" "));
        List<Chunk> chunks = new Chunker().split(PlainText.parse(text, 1_000_000), tokens);
        assertThat(chunks)
                .hasSizeGreaterThan(2)
                .allSatisfy(
                        chunk -> assertThat(chunk.text()).startsWith("Sentence").endsWith("."));
        for (int i = 1; i < chunks.size(); i++) {
            int overlap = chunks.get(i - 1).end() - chunks.get(i).start();
            assertThat(overlap).isBetween(30, 40);
        }
    }

    @Test
    void chineseAndThaiWithoutSpacesAreCutIntoReadableChunks() {
        String chinese = "股东应当按照章程的规定行使权利。".repeat(300);
        String thai = "ผู้ถือหุ้นมีสิทธิได้รับเงินปันผล".repeat(200);
        for (String text : List.of(chinese, thai)) {
            List<Chunk> chunks = new Chunker().split(PlainText.parse(text, 1_000_000), tokens);
            assertThat(chunks).hasSizeGreaterThan(3).allMatch(chunk -> chunk.tokens() <= 256);
        }
        assertThat(new Chunker().split(PlainText.parse(chinese, 1_000_000), tokens))
                .allMatch(chunk -> chunk.text().endsWith("。"));
    }

    @Test
    @Timeout(30)
    void timeGrowsWithLengthOnly() {
        String[] hostile = {"a", "a ", "A. ", "AAAA\n", "# x\n", "漢", "| a "};
        for (String unit : hostile) {
            String text = unit.repeat(2_000_000 / unit.length());
            new Chunker().split(PlainText.parse(text, 3_000_000), tokens);
            new Chunker().split(Markdown.parse(text, 3_000_000), tokens);
        }
    }

    @Test
    void wrappedClauseIsNoHeading() {
        ExtractedText text = PlainText.parse(
                "1. EVENTS\n1.1 Equity Financing. If there is a financing before\nthis Safe ends, it converts.", 1000);
        assertThat(text.blocks()).extracting(Block::kind).containsExactly(Block.Kind.HEADING, Block.Kind.PARAGRAPH);
    }

    private List<Chunk> markdown(String text) {
        return new Chunker().split(Markdown.parse(text, 1_000_000), tokens);
    }
}

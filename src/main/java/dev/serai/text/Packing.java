package dev.serai.text;

import dev.serai.embedding.TokenCounter;
import dev.serai.text.Block.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fills chunks block by block. */
final class Packing {
    /** What the model adds before and after each input. */
    private static final int SPECIAL = 2;
    /** A tokeniser may call a kilometre of letters one unknown word; readers and indexes would not. */
    static final int MAX_CHARACTERS = 2048;

    /** A context of gibberish must not leave a chunk without room. */
    private static final int MIN_ROOM = 16;

    private record Section(List<String> headings, int contextTokens) {
        int room() {
            return Math.max(MIN_ROOM, Chunker.MAX_TOKENS - SPECIAL - contextTokens);
        }
    }

    private final List<Chunk> chunks = new ArrayList<>();
    private final HeadingPath path = new HeadingPath();
    private final ExtractedText document;
    private final String text;
    private final TokenCounter tokens;
    private Section section;

    /** The chunk being filled; empty when start equals end. */
    private int start;

    private int end;
    private int used;
    private boolean onlyHeadings = true;
    private @Nullable Integer page;

    Packing(ExtractedText document, TokenCounter tokens) {
        this.document = document;
        this.text = document.text();
        this.tokens = tokens;
        section = section(document, tokens, List.of());
    }

    private static Section section(ExtractedText document, TokenCounter tokens, List<String> headings) {
        String title = document.title() == null ? "" : document.title();
        return new Section(headings, tokens.count(ChunkContext.of(title, headings)));
    }

    List<Chunk> finish() {
        flush();
        return List.copyOf(chunks);
    }

    void add(Block block) {
        if (block.kind() == Kind.HEADING) {
            enter(block);
        }
        turnTo(block.page());
        Pieces pieces = Pieces.of(text, block.start(), block.end(), tokens);
        int size = pieces.count(block.start(), block.end());
        if (!fits(block.start(), block.end(), size) && !onlyHeadings) {
            flush();
        }
        if (fits(block.start(), block.end(), size)) {
            take(block, block.start(), block.end(), size);
        } else {
            new BlockCutter(this, block, pieces).cut();
        }
        onlyHeadings &= block.kind() == Kind.HEADING;
    }

    /** A citation names one page, so a chunk ends with its page; headings at a page's foot go with what follows. */
    private void turnTo(@Nullable Integer next) {
        if (!isEmpty() && !Objects.equals(page, next)) {
            if (onlyHeadings) {
                page = next;
            } else {
                flush();
            }
        }
    }

    /** Headings wait for what follows them; a heading after text begins a chunk. */
    private void enter(Block heading) {
        if (!onlyHeadings) {
            flush();
        }
        path.enter(heading.level(), text.substring(heading.start(), heading.end()));
        Section next = section(document, tokens, path.labels());
        if (used > next.room()) {
            flush();
        }
        section = next;
    }

    String text() {
        return text;
    }

    TokenCounter tokens() {
        return tokens;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Word-pieces that the chunk has left. */
    int room() {
        return section.room() - used;
    }

    /** Where a part that begins here has to end for the chunk not to be too long to read. */
    int farthest(int from) {
        return (isEmpty() ? from : start) + MAX_CHARACTERS;
    }

    boolean fits(int from, int to, int size) {
        return size <= room() && to <= farthest(from);
    }

    void take(Block block, int from, int to, int size) {
        if (isEmpty()) {
            start = from;
            page = block.page();
        }
        end = to;
        used += size;
    }

    void flush() {
        if (!isEmpty()) {
            int all = section.contextTokens() + used + SPECIAL;
            chunks.add(new Chunk(chunks.size(), text.substring(start, end), start, end, page, section.headings(), all));
        }
        start = end;
        used = 0;
        onlyHeadings = true;
    }
}

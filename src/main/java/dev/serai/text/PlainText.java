package dev.serai.text;

import dev.serai.text.Block.Kind;
import org.jspecify.annotations.Nullable;

/** Finds paragraphs and headings in text that marks neither. */
final class PlainText {
    /** Headings right above their text are short; lines that fill the page's width are text. */
    private static final int MAX_ABOVE_TEXT = 60;

    private final TextBuilder target;

    PlainText(TextBuilder target) {
        this.target = target;
    }

    static ExtractedText parse(String text, int maxCharacters) {
        TextBuilder builder = new TextBuilder(maxCharacters);
        PlainText plain = new PlainText(builder);
        StringBuilder paragraph = new StringBuilder();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isBlank()) {
                plain.paragraph(paragraph.toString(), null);
                paragraph.setLength(0);
            } else {
                paragraph.append(line).append('\n');
            }
        }
        plain.paragraph(paragraph.toString(), null);
        return builder.build(null, null);
    }

    /** Lines that read like headings at the top of a paragraph become blocks of their own. */
    void paragraph(String text, @Nullable Integer page) {
        int at = 0;
        while (at < text.length()) {
            int lineEnd = text.indexOf('\n', at);
            int end = lineEnd < 0 ? text.length() : lineEnd + 1;
            String line = text.substring(at, end);
            int level = HeadingGuess.level(line);
            boolean prose = level == 0 || isWrapped(line, text, end);
            if (prose && !line.isBlank()) {
                target.add(Kind.PARAGRAPH, 0, text.substring(at), page);
                return;
            }
            target.add(Kind.HEADING, level, line, page);
            at = end;
        }
    }

    /** A line whose sentence goes on in the next one is no heading, however it begins. */
    private static boolean isWrapped(String line, String text, int next) {
        boolean last = text.substring(next, Math.min(text.length(), next + 1)).isBlank();
        return !last && (line.strip().length() > MAX_ABOVE_TEXT || Character.isLowerCase(text.charAt(next)));
    }
}

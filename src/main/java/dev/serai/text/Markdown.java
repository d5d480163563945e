package dev.serai.text;

import dev.serai.text.Block.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds blocks in Markdown and leaves its text as it is. Goes line by line, so that nothing that is nested costs more
 * than its length.
 */
final class Markdown {
    private static final Pattern ATX = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t]+(.*?))?(?:[ \\t]+#+)?[ \\t]*");
    private static final Pattern FENCE = Pattern.compile("\\s{0,3}(```+|~~~+).*");
    private static final Pattern ITEM = Pattern.compile("\\s*(?:[-*+]|\\d{1,9}[.)])\\s+.*");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)\\s*");

    private final StringBuilder open = new StringBuilder();
    private final TextBuilder target;
    private Kind kind = Kind.PARAGRAPH;
    private @Nullable String fence;
    private @Nullable String title;

    private Markdown(int maxCharacters) {
        target = new TextBuilder(maxCharacters);
    }

    static ExtractedText parse(String text, int maxCharacters) {
        Markdown markdown = new Markdown(maxCharacters);
        text.lines().forEach(markdown::line);
        markdown.flush();
        return markdown.target.build(null, markdown.title);
    }

    private void line(String line) {
        if (isFenced(line)) {
            append(Kind.PARAGRAPH, line);
        } else if (line.isBlank()) {
            flush();
        } else if (!isHeading(line)) {
            text(line);
        }
    }

    /** True for the marks of a code block and what is between them. */
    private boolean isFenced(String line) {
        Matcher mark = FENCE.matcher(line);
        String opened = fence;
        if (opened != null) {
            if (mark.matches() && mark.group(1).startsWith(opened)) {
                fence = null;
            }
            return true;
        }
        if (mark.matches()) {
            flush();
            fence = mark.group(1);
        }
        return fence != null;
    }

    private boolean isHeading(String line) {
        Matcher atx = ATX.matcher(line);
        if (atx.matches()) {
            flush();
            heading(atx.group(1).length(), line, atx.group(2));
            return true;
        }
        Matcher underline = UNDERLINE.matcher(line);
        if (underline.matches() && kind == Kind.PARAGRAPH && !open.isEmpty()) {
            String text = open.toString();
            open.setLength(0);
            heading(underline.group(1).startsWith("=") ? 1 : 2, text + line, text);
            return true;
        }
        return false;
    }

    private void heading(int level, String source, @Nullable String text) {
        target.add(Kind.HEADING, level, source, null);
        if (title == null && level == 1 && text != null && !text.isBlank()) {
            title = CleanText.of(text.strip().replace('\n', ' '));
        }
    }

    private void text(String line) {
        if (line.stripLeading().startsWith("|")) {
            flush();
            append(Kind.TABLE_ROW, line);
        } else if (ITEM.matcher(line).matches()) {
            flush();
            append(Kind.LIST_ITEM, line);
        } else {
            append(kind == Kind.TABLE_ROW ? Kind.PARAGRAPH : kind, line);
        }
    }

    private void append(Kind lineKind, String line) {
        if (lineKind != kind) {
            flush();
        }
        kind = lineKind;
        open.append(line).append('\n');
    }

    private void flush() {
        target.add(kind, 0, open.toString(), null);
        open.setLength(0);
        kind = Kind.PARAGRAPH;
    }
}

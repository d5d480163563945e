package dev.serai.text;

import dev.serai.text.Block.Kind;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Turns the XHTML that parsers emit into blocks. Keeps counts instead of a tree, so depth costs nothing. */
final class XhtmlBlocks extends DefaultHandler {
    private static final Set<String> SILENT =
            Set.of("script", "style", "noscript", "template", "head", "svg", "object");
    private static final Set<String> BREAKS = Set.of(
            "p",
            "div",
            "section",
            "article",
            "header",
            "footer",
            "nav",
            "aside",
            "main",
            "blockquote",
            "pre",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "table",
            "caption",
            "form",
            "fieldset",
            "figure",
            "figcaption",
            "address",
            "hr",
            "body",
            "details",
            "summary",
            "option",
            "title");
    /** A cell that holds more is layout, not data. */
    private static final int LARGE_CELL = 800;

    /** Empty pages cost time and no text, so the limit on text does not stop them. */
    private static final int MAX_PAGES = 20_000;

    /** Would stand in the middle of a clause that runs over two pages. */
    private static final Pattern PAGE_NUMBER =
            Pattern.compile("(?i)\\s*(?:page|seite)\\s+\\d+(?:\\s*(?:of|von|/)\\s*\\d+)?\\s*");

    private final StringBuilder open = new StringBuilder();
    private final TextBuilder target;
    private final boolean paged;
    private final PlainText plain;
    private Kind kind = Kind.PARAGRAPH;
    private int level;
    private int silent;
    private int rows;
    private int preformatted;
    private int pages;
    private boolean titled;
    private @Nullable String title;

    /** @param paged for PDF: lines are kept, pages counted and headings guessed */
    XhtmlBlocks(TextBuilder target, boolean paged) {
        this.target = target;
        this.paged = paged;
        plain = new PlainText(target);
    }

    /** What the document calls its own title in its body. */
    @Nullable
    String title() {
        return title;
    }

    int pages() {
        return pages;
    }

    private void requirePageLeft() {
        if (pages == MAX_PAGES) {
            throw new TextBuilder.LimitReached("The file has more than %,d pages".formatted(MAX_PAGES));
        }
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        if (SILENT.contains(localName) || silent > 0) {
            silent += SILENT.contains(localName) ? 1 : 0;
        } else if (localName.equals("div") && "page".equals(attributes.getValue("class")) && paged) {
            flush();
            requirePageLeft();
            pages++;
        } else {
            start(localName, attributes);
        }
    }

    private void start(String element, Attributes attributes) {
        switch (element) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> begin(Kind.HEADING, element.charAt(1) - '0');
            case "li" -> begin(Kind.LIST_ITEM, 0);
            case "tr" -> {
                begin(Kind.TABLE_ROW, 0);
                rows++;
            }
            case "td", "th" -> cell();
            case "br" -> open.append('\n');
            case "pre" -> {
                preformatted++;
                paragraph(attributes);
            }
            default -> {
                if (BREAKS.contains(element)) {
                    paragraph(attributes);
                }
            }
        }
    }

    private void paragraph(Attributes attributes) {
        if (rows > 0 && open.length() < LARGE_CELL) {
            space();
        } else if (kind != Kind.LIST_ITEM || !open.isEmpty()) {
            titled = "title".equals(attributes.getValue("class"));
            begin(rows > 0 ? Kind.TABLE_ROW : titled ? Kind.HEADING : Kind.PARAGRAPH, titled ? 1 : 0);
        }
    }

    private void cell() {
        if (!open.isEmpty()) {
            space();
            open.append("| ");
        }
    }

    private void begin(Kind next, int nextLevel) {
        flush();
        kind = next;
        level = nextLevel;
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        if (SILENT.contains(localName)) {
            silent = Math.max(0, silent - 1);
        } else if (silent == 0) {
            end(localName);
        }
    }

    private void end(String element) {
        switch (element) {
            case "tr" -> {
                flush();
                rows = Math.max(0, rows - 1);
                kind = rows > 0 ? Kind.TABLE_ROW : Kind.PARAGRAPH;
            }
            case "h1", "h2", "h3", "h4", "h5", "h6", "li" -> flush();
            case "pre" -> {
                flush();
                preformatted = Math.max(0, preformatted - 1);
            }
            default -> endBreak(element);
        }
    }

    private void endBreak(String element) {
        if (!BREAKS.contains(element)) {
            return;
        }
        if (rows > 0) {
            space();
        } else {
            flush();
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (silent > 0) {
            return;
        }
        target.requireRoom(open.length());
        if (paged || preformatted > 0) {
            open.append(characters, start, length);
        } else {
            collapse(characters, start, length);
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        characters(characters, start, length);
    }

    private void collapse(char[] characters, int start, int length) {
        for (int i = start; i < start + length; i++) {
            char c = characters[i];
            if (Character.isWhitespace(c) || c == '\u00A0') {
                space();
            } else {
                open.append(c);
            }
        }
    }

    private void space() {
        if (!open.isEmpty() && !Character.isWhitespace(open.charAt(open.length() - 1))) {
            open.append(' ');
        }
    }

    private void flush() {
        String text = open.toString();
        open.setLength(0);
        if (titled && title == null && !text.isBlank()) {
            title = text.strip();
        }
        titled = false;
        if (paged && PAGE_NUMBER.matcher(text).matches()) {
            level = 0;
        } else if (paged) {
            plain.paragraph(text, pages == 0 ? null : Integer.valueOf(pages));
        } else {
            target.add(kind, level, text, null);
        }
        kind = rows > 0 ? Kind.TABLE_ROW : Kind.PARAGRAPH;
        level = 0;
    }

    @Override
    public void endDocument() {
        flush();
    }
}

package dev.serai.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The line of title and headings that tells an embedding model where a passage stands. */
final class ChunkContext {
    /** In word-pieces, as estimated without the model. */
    private static final int MAX_PIECES = 48;

    private static final String JOIN = " › ";
    /** What a word-piece of a Latin script holds at least, nearly always. */
    private static final int LETTERS_PER_PIECE = 4;

    private static final Pattern MARKS = Pattern.compile("^\\s{0,3}#{1,6}\\s+|\\s+#+\\s*$|\\n\\s*(?:=+|-+)\\s*$");

    private ChunkContext() {}

    /** A heading's words without Markdown's marks. */
    static String label(String heading) {
        return MARKS.matcher(heading).replaceAll("").replaceAll("\\s+", " ").strip();
    }

    /** The title keeps half the room at most; of the headings the innermost say most about the passage. */
    static String of(String title, List<String> headings) {
        List<String> path =
                headings.stream().filter(heading -> !heading.equals(title)).toList();
        String shortTitle = cut(title.replaceAll("\\s+", " ").strip(), path.isEmpty() ? MAX_PIECES : MAX_PIECES / 2);
        List<String> parts = new ArrayList<>();
        int room = MAX_PIECES - pieces(shortTitle);
        for (String heading : path.reversed()) {
            String part = cut(heading, room - 1);
            if (part.isEmpty()) {
                break;
            }
            parts.addFirst(part);
            room -= 1 + pieces(part);
        }
        if (!shortTitle.isEmpty()) {
            parts.addFirst(shortTitle);
        }
        return parts.isEmpty() ? "" : String.join(JOIN, parts) + "\n";
    }

    private static String cut(String text, int maxPieces) {
        if (pieces(text) <= maxPieces) {
            return text;
        }
        int end = text.length();
        while (end > 0 && pieces(text.substring(0, end)) > maxPieces) {
            int space = text.lastIndexOf(' ', end - 1);
            end = space > 0 ? space : text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).strip();
    }

    private static int pieces(String text) {
        int pieces = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean latin = Character.isLetterOrDigit(c) && c < 0x250;
            letters = latin ? letters + 1 : 0;
            boolean opens = latin ? letters % LETTERS_PER_PIECE == 1 : !Character.isWhitespace(c);
            pieces += opens ? 1 : 0;
        }
        return pieces;
    }
}

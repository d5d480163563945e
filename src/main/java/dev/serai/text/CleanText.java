package dev.serai.text;

/** Text that Postgres, JSON and a browser take: no control characters but tab and line end, no half characters. */
final class CleanText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char SOFT_HYPHEN = '\u00AD';

    private CleanText() {}

    static String of(String raw) {
        StringBuilder clean = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < raw.length() && Character.isLowSurrogate(raw.charAt(i + 1))) {
                clean.append(c).append(raw.charAt(++i));
            } else {
                append(clean, c, i + 1 < raw.length() && raw.charAt(i + 1) == '\n');
            }
        }
        return clean.toString();
    }

    private static void append(StringBuilder clean, char c, boolean beforeLineEnd) {
        if (Character.isSurrogate(c)) {
            clean.append(REPLACEMENT);
        } else if (c == '\r' || c == '\u2028' || c == '\u2029' || c == '\f') {
            clean.append(beforeLineEnd ? "" : "\n");
        } else if (isKept(c)) {
            clean.append(c);
        }
    }

    private static boolean isKept(char c) {
        boolean nonCharacter = c >= '\uFFFE' || (c >= '\uFDD0' && c <= '\uFDEF') || c == '\uFEFF';
        return c == '\n' || c == '\t' || (!Character.isISOControl(c) && c != SOFT_HYPHEN && !nonCharacter);
    }
}

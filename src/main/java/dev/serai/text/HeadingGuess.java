package dev.serai.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells headings from text in formats that do not mark them: PDF and plain text. */
final class HeadingGuess {
    private static final int MAX_LENGTH = 90;
    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){0,4})\\.?[ \\t]+\\p{Lu}.*");
    private static final Pattern ARTICLE =
            Pattern.compile("(?i:article|part|chapter|artikel|kapitel|teil|anhang|exhibit|schedule|annex|appendix)"
                    + "[ \\t]+(?:[IVXLC]+|\\d{1,3}|[A-Z])(?:\\b.*)?");
    private static final Pattern SECTION = Pattern.compile("(?:(?i:section|abschnitt|clause)|§§?)[ \\t]*\\d+.*");

    private HeadingGuess() {}

    /** 1 to 6, or 0 for a line that is no heading. */
    static int level(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.length() >= MAX_LENGTH || text.indexOf('\n') >= 0) {
            return 0;
        }
        int numbered = numberedLevel(text);
        return numbered > 0 ? numbered : isShouted(text) ? 1 : 0;
    }

    private static int numberedLevel(String text) {
        if (endsWithAny(text, ",;:") || isSentence(text)) {
            return 0;
        }
        if (ARTICLE.matcher(text).matches()) {
            return 1;
        }
        if (SECTION.matcher(text).matches()) {
            return 2;
        }
        Matcher numbered = NUMBERED.matcher(text);
        return numbered.matches() ? (int) Math.min(6, 1 + dots(numbered.group(1))) : 0;
    }

    /** "4.2 Each party shall pay the other." is a clause, "4.2 Vesting." a heading. */
    private static boolean isSentence(String text) {
        return text.endsWith(".") && text.split("\\s+").length > 6;
    }

    private static boolean isShouted(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long upper = text.codePoints().filter(Character::isUpperCase).count();
        return letters >= 4 && upper >= 0.8 * letters && !endsWithAny(text, ",;:.");
    }

    private static boolean endsWithAny(String text, String ends) {
        return ends.indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    private static long dots(String number) {
        return number.chars().filter(c -> c == '.').count();
    }
}

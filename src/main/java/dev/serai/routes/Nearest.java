package dev.serai.routes;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean …?" by edit distance. */
final class Nearest {
    private Nearest() {}

    /** A suggestion with the name most like the unknown one, or the other advice when none is like it. */
    static String orElse(String unknown, Collection<String> known, String advice) {
        return to(unknown, known).map(name -> "did you mean " + name + "?").orElse(advice);
    }

    /** As the other, where names that differ in more than two letters are different things and no slips of the hand. */
    static String slipOrElse(String unknown, Collection<String> known, String advice) {
        return to(unknown, known)
                .filter(name -> distance(unknown, name) <= 2)
                .map(name -> "did you mean " + name + "?")
                .orElse(advice);
    }

    static Optional<String> to(String unknown, Collection<String> known) {
        int tolerated = Math.max(2, unknown.length() / 3);
        return known.stream()
                .filter(name -> distance(unknown, name) <= tolerated)
                .min(Comparator.<String>comparingInt(name -> distance(unknown, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[b.length()];
    }
}

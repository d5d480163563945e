package dev.serai.routes;

import java.util.Comparator;

/**
 * One mistake in a route file.
 *
 * @param file path of the route file, or the contract's name on the class path
 * @param line counted from 1
 * @param column counted from 1
 * @param code {@code SERAI-ROUTE-0xx}
 * @param message what is wrong, which value, what was expected
 * @param suggestion what to do
 */
public record Finding(String file, int line, int column, String code, String message, String suggestion) {
    static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::code);

    /** A file that passes all rules and that Camel still cannot make routes of. */
    public static Finding notBuilt(String file, String reason) {
        return new Finding(
                file, 1, 1, Rule.BUILD.code(), "Camel cannot build it: " + reason, "correct what the message names");
    }

    /** As one line that editors and terminals make a link of: {@code file:line:column code message; suggestion}. */
    @Override
    public String toString() {
        return "%s:%d:%d %s %s; %s".formatted(file, line, column, code, message, suggestion);
    }
}

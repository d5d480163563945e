package dev.serai.evaluation;

import dev.serai.routes.Finding;

/**
 * Where something stands in the input.
 *
 * @param line from 1
 */
record Place(String file, int line) {
    Finding mistake(Mistake kind, String message, String suggestion) {
        return new Finding(file, line, 1, kind.code(), message, suggestion);
    }
}

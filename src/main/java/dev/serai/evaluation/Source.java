package dev.serai.evaluation;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A document of the set, not read yet.
 *
 * @param title null for the file's own
 */
record Source(Place place, String id, @Nullable String title, Content content) {
    /** Where the text is. */
    sealed interface Content {}

    /** The text itself. */
    record Inline(String text) implements Content {}

    /** In a file of any type that the hub takes. */
    record InFile(Path file) implements Content {}
}

package dev.serai.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What stands in a file of the repository. */
final class RepositoryFile {
    private RepositoryFile() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All places where a pattern matches. */
    static List<String> all(String pattern, Path file) {
        return Pattern.compile(pattern)
                .matcher(text(file))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}

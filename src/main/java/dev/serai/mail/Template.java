package dev.serai.mail;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/**
 * A template as its files are at this moment: {@code .subject.txt}, {@code .txt}, {@code .html}, and {@code .example.json}
 * with all its variables, with which it is rendered when it is read, so that a mistake is found before a mail needs it.
 */
final class Template {
    static final List<String> SUFFIXES = List.of(".subject.txt", ".txt", ".html", ".example.json");

    private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};
    private static final Mustache.Compiler PLAIN =
            Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true);
    private static final Mustache.Compiler HTML = Mustache.compiler().emptyStringIsFalse(true);

    private final com.samskivert.mustache.Template subject;
    private final com.samskivert.mustache.Template text;
    private final com.samskivert.mustache.Template html;
    private final List<FileTime> times;

    /** @throws UnfitMailException that says what is wrong, and in which file */
    Template(Path folder, String name, ObjectMapper json) {
        times = times(folder, name);
        subject = compiled(PLAIN, folder.resolve(name + ".subject.txt"));
        text = compiled(PLAIN, folder.resolve(name + ".txt"));
        html = compiled(HTML, folder.resolve(name + ".html"));
        Path example = folder.resolve(name + ".example.json");
        try {
            render(json.readValue(read(example), VARIABLES));
        } catch (IOException e) {
            throw new UnfitMailException("template", "%s is no JSON object".formatted(example));
        } catch (UnfitMailException e) {
            throw new UnfitMailException(
                    "template", "%s with %s: %s".formatted(folder.resolve(name + ".*"), example, e.getMessage()));
        }
    }

    /** Whether the files are still those that were read. */
    boolean isCurrent(Path folder, String name) {
        return times.equals(times(folder, name));
    }

    Rendered render(Map<String, Object> variables) {
        requireWebLink(variables.get("link"));
        try {
            return new Rendered(
                    Addresses.words(subject.execute(variables)), text.execute(variables), html.execute(variables));
        } catch (MustacheException e) {
            throw new UnfitMailException("template", String.valueOf(e.getMessage()));
        }
    }

    /** A link is the one variable that a click follows. */
    private static void requireWebLink(@org.jspecify.annotations.Nullable Object link) {
        if (link != null && !link.equals("") && !String.valueOf(link).matches("https?://[^\\s\\p{Cntrl}]+")) {
            throw new UnfitMailException("template", "The variable link is no http or https URL");
        }
    }

    private static com.samskivert.mustache.Template compiled(Mustache.Compiler compiler, Path file) {
        try {
            return compiler.compile(read(file));
        } catch (MustacheException e) {
            throw new UnfitMailException("template", "%s: %s".formatted(file, e.getMessage()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UnfitMailException("template", "%s cannot be read".formatted(file));
        }
    }

    private static List<FileTime> times(Path folder, String name) {
        return SUFFIXES.stream()
                .map(suffix -> time(folder.resolve(name + suffix)))
                .toList();
    }

    private static FileTime time(Path file) {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.serai.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All templates of the folder. An edit is taken up with the next mail; one that cannot be used leaves the last good one. */
final class Templates {
    private static final Logger log = LoggerFactory.getLogger(Templates.class);
    private static final String NAME = "[a-z][a-z0-9-]{0,62}";

    private final Path folder;
    private final ObjectMapper json;
    private final Map<String, Template> known = new ConcurrentHashMap<>();

    /** @throws IllegalStateException that names every mistake of every template */
    Templates(Path folder, ObjectMapper json) {
        this.folder = folder;
        this.json = json;
        List<String> problems = new ArrayList<>();
        for (String name : names()) {
            try {
                known.put(name, new Template(folder, name, json));
            } catch (UnfitMailException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "SERAI-MAIL-011 The mail templates cannot be used:\n- " + String.join("\n- ", problems));
        }
    }

    /** @throws UnfitMailException when there is no such template, or a variable is missing */
    Rendered render(String name, Map<String, Object> variables) {
        return current(name).render(variables);
    }

    private Template current(String name) {
        if (!name.matches(NAME)) {
            throw new UnfitMailException("template", "That is no name of a template");
        }
        Template template = known.get(name);
        return template != null && template.isCurrent(folder, name) ? template : read(name, template);
    }

    private Template read(String name, @org.jspecify.annotations.Nullable Template last) {
        try {
            Template read = new Template(folder, name, json);
            known.put(name, read);
            return read;
        } catch (UnfitMailException e) {
            if (last == null) {
                throw e;
            }
            log.atWarn()
                    .addKeyValue("template", name)
                    .addKeyValue("problem", e.getMessage())
                    .log("mail template not taken up");
            return last;
        }
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> Template.SUFFIXES.stream().anyMatch(file::endsWith))
                    .map(file -> file.substring(0, file.indexOf('.')))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "SERAI-MAIL-011 The folder %s of mail templates cannot be read".formatted(folder), e);
        }
    }
}

package dev.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks route files without running them, and reports everything that is wrong at once. A file that cannot be read
 * takes the rules between files with it, because each of its routes would be missed.
 */
public final class RouteLint {
    private final RouteFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private RouteLint(RouteFacts facts) {
        this.facts = facts;
    }

    /** Checks every {@code *.camel.yaml} below the folder. */
    public static RouteReport check(Path folder, RouteFacts facts) {
        return new RouteLint(facts).report(folder);
    }

    private RouteReport report(Path folder) {
        List<Path> paths = paths(folder);
        List<RouteFile> files =
                paths.stream().flatMap(path -> read(folder, path).stream()).toList();
        ReferencesCheck references = new ReferencesCheck(facts);
        ResourcesCheck resources = new ResourcesCheck();
        Stream.of(new SchemaCheck(), new NamesCheck(), new EndpointsCheck(facts), new LanguagesCheck())
                .forEach(check -> run(check, files));
        Stream.of(references, resources, new PlaceholdersCheck(facts)).forEach(check -> run(check, files));
        if (files.size() == paths.size()) {
            Stream.of(new DirectCheck(facts), new FaultsCheck()).forEach(check -> run(check, files));
        }
        int routes = files.stream().mapToInt(file -> file.routes().size()).sum();
        List<Finding> sorted =
                findings.stream().distinct().sorted(Finding.BY_PLACE).toList();
        return new RouteReport(paths.size(), routes, sorted, references.used(), resources.used());
    }

    private void run(Check check, List<RouteFile> files) {
        check.over(files).forEach(findings::add);
    }

    private Optional<RouteFile> read(Path folder, Path path) {
        String name = path.toString().replace('\\', '/');
        String below = folder.relativize(path).toString().replace('\\', '/');
        try {
            return new YamlReader(name, findings).read(Files.readString(path)).map(root -> RouteFile.of(below, root));
        } catch (MalformedInputException e) {
            findings.add(new Finding(name, 1, 1, Rule.YAML.code(), "the file is not UTF-8", "save it as UTF-8"));
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> paths(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(RouteFile.ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes folder " + folder + " cannot be read", e);
        }
    }
}

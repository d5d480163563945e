package dev.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Checks route files without running them, and reports everything that is wrong at once. A file that cannot be read
 * takes the rules between files with it, because each of its routes would be missed.
 */
public final class RouteLint {
    private final RouteFacts facts;
    private final List<Finding> findings = new ArrayList<>();
    private int unreadable;

    private RouteLint(RouteFacts facts) {
        this.facts = facts;
    }

    /** Checks every {@code *.camel.yaml} below the folder; findings name the files by their paths. */
    public static RouteReport check(Path folder, RouteFacts facts) {
        return new RouteLint(facts).folder(folder);
    }

    /** Checks these files and no others: content by path below the routes folder, with slashes. */
    public static RouteReport check(Map<String, String> contents, RouteFacts facts) {
        return new RouteLint(facts).report("", contents);
    }

    private RouteReport folder(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        for (Path path : paths(folder)) {
            read(folder, path, contents);
        }
        return report(slashes(folder) + "/", contents);
    }

    private RouteReport report(String above, Map<String, String> contents) {
        findings.addAll(facts.policy().findings());
        List<RouteFile> files =
                facts.policy().findings().isEmpty() && fewEnough(above, contents) ? parse(above, contents) : List.of();
        ReferencesCheck references = new ReferencesCheck(facts);
        ResourcesCheck resources = new ResourcesCheck();
        Stream.of(new SchemaCheck(), new NamesCheck(), new KindsCheck(facts), new LanguagesCheck(facts))
                .forEach(check -> run(check, files));
        Stream.of(new EndpointsCheck(facts), new OptionsCheck(facts), new HostsCheck(facts), new FilesCheck(facts))
                .forEach(check -> run(check, files));
        Stream.of(new PlaceholdersCheck(facts), new FunctionsCheck(), new HeadersCheck(facts), new SqlCheck(facts))
                .forEach(check -> run(check, files));
        Stream.of(references, resources).forEach(check -> run(check, files));
        if (unreadable == 0 && files.size() == contents.size()) {
            Stream.of(new DirectCheck(facts), new FaultsCheck(facts)).forEach(check -> run(check, files));
        }
        int routes = files.stream().mapToInt(file -> file.routes().size()).sum();
        List<Finding> sorted =
                findings.stream().distinct().sorted(Finding.BY_PLACE).toList();
        return new RouteReport(contents.size() + unreadable, routes, sorted, references.used(), resources.used());
    }

    private void run(Check check, List<RouteFile> files) {
        check.over(files).forEach(findings::add);
    }

    private boolean fewEnough(String above, Map<String, String> contents) {
        int most = facts.policy().limits().files();
        if (contents.size() > most) {
            findings.add(new Finding(
                    above.isEmpty() ? "routes" : above,
                    1,
                    1,
                    Rule.LIMIT.code(),
                    "there are " + contents.size() + " route files; expected at most " + most,
                    "put routes of one subject into one file, or raise limits.files in config/route-policy.yaml"));
        }
        return contents.size() <= most;
    }

    private List<RouteFile> parse(String above, Map<String, String> contents) {
        List<RouteFile> files = new ArrayList<>();
        contents.forEach((below, text) -> reader(above + below)
                .read(text)
                .map(root -> RouteFile.of(below, root))
                .ifPresent(files::add));
        return files;
    }

    private YamlReader reader(String name) {
        return new YamlReader(name, findings, facts.policy().limits());
    }

    private void read(Path folder, Path path, Map<String, String> contents) {
        String name = slashes(path);
        try {
            long size = Files.size(path);
            if (size > 4L * facts.policy().limits().characters()) { // no character has more bytes in UTF-8
                reader(name).refuseSize(size);
                unreadable++;
            } else if (!path.toRealPath().startsWith(folder.toRealPath())) {
                refuse(name, Rule.FILE, "the file is a link out of the routes folder", "put the file itself there");
            } else {
                contents.put(slashes(folder.relativize(path)), Files.readString(path));
            }
        } catch (MalformedInputException e) {
            refuse(name, Rule.YAML, "the file is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            refuse(name, Rule.YAML, "the file cannot be read: " + e.getClass().getSimpleName(), "see its permissions");
        }
    }

    private void refuse(String name, Rule rule, String message, String suggestion) {
        findings.add(new Finding(name, 1, 1, rule.code(), message, suggestion));
        unreadable++;
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static List<Path> paths(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(RouteFile.ENDING))
                    .filter(path -> !Files.isDirectory(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes folder " + folder + " cannot be read", e);
        }
    }
}

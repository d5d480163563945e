package dev.serai.routes;

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
        RouteFolder found = RouteFolder.read(folder, facts.policy().limits());
        findings.addAll(found.findings());
        unreadable = found.findings().size();
        return report(RouteFolder.slashes(folder) + "/", new TreeMap<>(found.files()));
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
            Stream.of(new DirectCheck(facts), new FaultsCheck(facts), new CircleCheck(facts))
                    .forEach(check -> run(check, files));
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
}

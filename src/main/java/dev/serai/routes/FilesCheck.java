package dev.serai.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Routes read and write files in the folders that the policy opens, below the hub's data folder. */
final class FilesCheck implements Check {
    private static final Set<String> NAMES = Set.of(
            "fileName",
            "tempFileName",
            "tempPrefix",
            "doneFileName",
            "move",
            "moveExisting",
            "moveFailed",
            "preMove",
            "localWorkDirectory");

    private final Placeholders placeholders;
    private final RoutePolicy policy;

    FilesCheck(RouteFacts facts) {
        this.placeholders = new Placeholders(facts.properties());
        this.policy = facts.policy();
    }

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .flatMap(file -> Address.in(file.root(), placeholders))
                .filter(address -> address.scheme().equals("file"))
                .flatMap(this::check);
    }

    private Stream<Finding> check(Address address) {
        Optional<Address.Option> named = address.option("directoryName");
        String target = named.map(Address.Option::value).orElseGet(address::target);
        Item place = named.map(Address.Option::place).orElse(address.endpoint().address());
        Stream<Finding> folder = isInside(target) ? Stream.empty() : outside(place, "file:" + target);
        Stream<Finding> names = address.options().stream()
                .filter(option -> NAMES.contains(option.name()) && !isName(option.value()))
                .flatMap(option -> outside(option.place(), option.name() + " " + option.value()));
        Stream<Finding> jail = address.options().stream()
                .filter(option -> option.name().equals("jailStartingDirectory")
                        && !option.value().equalsIgnoreCase("true"))
                .flatMap(option -> outside(option.place(), "a message's file name"));
        return Stream.of(folder, names, jail).flatMap(findings -> findings);
    }

    private Stream<Finding> outside(Item place, String what) {
        return Stream.of(place.finding(
                Rule.FILE,
                what + " is or may be outside the folders of the route policy: " + KindsCheck.sorted(policy.folders()),
                "use file:{{serai.data}}/"
                        + policy.folders().stream().sorted().findFirst().orElse("…")));
    }

    private static boolean isName(String value) {
        String name = Address.decoded(value);
        return !name.contains("..") && !name.startsWith("/") && !name.contains("\\") && !name.contains(":");
    }

    private boolean isInside(String target) {
        if (Functions.isIn(target) || target.contains("\\") || target.contains("{{")) {
            return false;
        }
        try {
            Path data = Path.of(placeholders.resolve("{{serai.data:data}}"))
                    .toAbsolutePath()
                    .normalize();
            Path path = Path.of(target).toAbsolutePath().normalize();
            return policy.folders().stream()
                    .map(data::resolve)
                    .anyMatch(folder -> path.startsWith(folder) && real(path).startsWith(real(folder)));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** With links followed, as far as the path exists. */
    private static Path real(Path path) {
        for (Path existing = path; existing != null; existing = existing.getParent()) {
            if (Files.exists(existing)) {
                try {
                    return existing.toRealPath()
                            .resolve(existing.relativize(path))
                            .normalize();
                } catch (IOException e) {
                    return path.getRoot(); // unreadable, so in no folder
                }
            }
        }
        return path;
    }
}

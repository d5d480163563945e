package dev.serai.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How large a drill is.
 *
 * @param outage how long a server is away
 * @param lease seconds after which a silent worker loses its job
 * @param realModel embeds with the hub's own model, not with a service that costs nothing
 * @param searches how many documents are searched for afterwards, at most
 * @param limit begins neither faults nor documents afterwards; what has been begun is finished
 * @param work an empty folder for everything
 */
record Plan(
        long seed,
        int faults,
        int documents,
        Duration outage,
        int lease,
        boolean realModel,
        int searches,
        Duration limit,
        Path routes,
        Path work) {

    /** From {@code name=value} words, such as {@code faults=40 documents=4000}; the rest is the long form's. */
    static Plan of(List<String> words, Path work) {
        Map<String, String> options = words.stream()
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> pair.length > 1 ? pair[1] : "", (first, last) -> last));
        return new Plan(
                Long.parseLong(options.getOrDefault("seed", "20")),
                Integer.parseInt(options.getOrDefault("faults", "200")),
                Integer.parseInt(options.getOrDefault("documents", "100000")),
                Duration.ofSeconds(Integer.parseInt(options.getOrDefault("outage", "30"))),
                Integer.parseInt(options.getOrDefault("lease", "15")),
                Boolean.parseBoolean(options.getOrDefault("realModel", "false")),
                Integer.parseInt(options.getOrDefault("searches", "100000")),
                Duration.ofMinutes(Integer.parseInt(options.getOrDefault("minutes", "600"))),
                Path.of("routes"),
                work);
    }
}

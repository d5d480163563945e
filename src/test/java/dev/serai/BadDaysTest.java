package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/bad-days.md} against the tests: each day that the table names has tests of its number where it says. */
class BadDaysTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| ([^|]+) \\|$");
    private static final Pattern CLASS = Pattern.compile("`(\\w+)`");
    private static final Pattern WHOLE_CLASS = Pattern.compile("BadDay(\\d+)\\w*Test");
    private static final Pattern METHOD = Pattern.compile("void badDay(\\d+)_\\w+\\(");

    @Test
    void eachDayIsShownByTheTestsThatTheTableNames() throws IOException {
        assertThat(table()).isEqualTo(tests());
    }

    @Test
    void noDayOfThisPartIsMissing() throws IOException {
        assertThat(table().keySet())
                .containsAll(List.of(
                        15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 42, 45,
                        47, 51, 52, 59, 60));
    }

    private static Map<Integer, Set<String>> table() throws IOException {
        Map<Integer, Set<String>> days = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/bad-days.md")));
        while (row.find()) {
            days.put(
                    Integer.valueOf(row.group(1)),
                    CLASS.matcher(row.group(2))
                            .results()
                            .map(found -> found.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return days;
    }

    private static Map<Integer, Set<String>> tests() throws IOException {
        Map<Integer, Set<String>> days = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                Stream.concat(
                                METHOD.matcher(Files.readString(file)).results(),
                                WHOLE_CLASS.matcher(name).results())
                        .map((MatchResult found) -> Integer.valueOf(found.group(1)))
                        .forEach(day ->
                                days.computeIfAbsent(day, d -> new TreeSet<>()).add(name));
            }
        }
        return days;
    }
}

package dev.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.routes.RouteChange.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RouteChangesPropertyTest {
    private static final String FILE = "hub/a.camel.yaml";
    private static final List<String> OPTIONS = List.of("groupId", "maxBlockMs", "clientId", "maxPollRecords");

    /** A call when it has no steps, else a filter. */
    private record Step(String id, Map<String, String> options, List<Step> steps) {
        Step copy() {
            return new Step(
                    id,
                    new TreeMap<>(options),
                    new ArrayList<>(steps.stream().map(Step::copy).toList()));
        }
    }

    @Property(tries = 300)
    void howARouteIsWrittenMakesNoDifference(@ForAll long seed, @ForAll @IntRange(min = 0, max = 12) int size) {
        List<Step> steps = steps(new Random(seed), size);
        assertThat(between(yaml(steps, new Random(seed + 1)), yaml(steps, new Random(seed + 2))))
                .isEmpty();
    }

    @Property(tries = 300)
    void anOptionOfAStepIsNamed(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
        Random random = new Random(seed);
        List<Step> steps = steps(random, size);
        List<Step> edited = copy(steps);
        Step target = pick(all(edited).filter(step -> step.steps().isEmpty()).toList(), random);
        String option = pick(OPTIONS, random);
        String was = target.options().put(option, "edited");

        assertThat(changes(steps, edited, random)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.ENDPOINT);
            assertThat(change.path()).isEqualTo(target.id() + ":uri." + option);
            assertThat(change.before()).isEqualTo(was);
            assertThat(change.after()).isEqualTo("edited");
        });
    }

    @Property(tries = 300)
    void aStepThatComesIsNamedAndBackwardsOneThatGoes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
        Random random = new Random(seed);
        List<Step> steps = steps(random, size);
        List<Step> edited = copy(steps);
        List<Step> list = pick(lists(edited), random);
        list.add(random.nextInt(list.size() + 1), new Step("hub-a-new", new TreeMap<>(), new ArrayList<>()));

        assertThat(changes(steps, edited, random))
                .extracting(change -> change.kind() + " " + change.path())
                .containsExactly("STEP_ADDED hub-a-new");
        assertThat(changes(edited, steps, random))
                .extracting(change -> change.kind() + " " + change.path())
                .containsExactly("STEP_REMOVED hub-a-new");
    }

    @Property(tries = 300)
    void aStepThatMovesIsNamedAloneUnlessItChangesPlacesWithOne(
            @ForAll long seed, @ForAll @IntRange(min = 3, max = 12) int size) {
        Random random = new Random(seed);
        List<Step> steps = steps(random, size);
        List<Step> edited = copy(steps);
        int from = random.nextInt(edited.size());
        Step moving = edited.remove(from);
        int to = random.nextInt(edited.size() + 1);
        edited.add(to, moving);

        List<RouteChange> changes = changes(steps, edited, random);
        if (from == to) {
            assertThat(changes).isEmpty();
        } else {
            assertThat(changes).singleElement().satisfies(change -> {
                assertThat(change.kind()).isEqualTo(Kind.STEP_MOVED);
                boolean neighbours = Math.abs(from - to) == 1;
                assertThat(neighbours || change.path().equals(moving.id())).isTrue();
            });
        }
    }

    @Property(tries = 200)
    void severalEditsAreAllNamed(@ForAll long seed, @ForAll @IntRange(min = 4, max = 12) int size) {
        Random random = new Random(seed);
        List<Step> steps = steps(random, size);
        List<Step> edited = copy(steps);
        Step gone = edited.removeFirst();
        edited.add(new Step("hub-a-new", new TreeMap<>(), new ArrayList<>()));
        Step changed = edited.getFirst();
        changed.options().put("clientId", "edited");
        Set<String> expected = Stream.concat(
                        all(List.of(gone)).map(step -> "STEP_REMOVED " + step.id()), Stream.of("STEP_ADDED hub-a-new"))
                .collect(Collectors.toSet());
        if (changed.steps().isEmpty()) {
            expected.add("ENDPOINT " + changed.id() + ":uri.clientId");
        }
        assertThat(changes(steps, edited, random))
                .extracting(change -> change.kind() + " " + change.path())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<RouteChange> changes(List<Step> before, List<Step> after, Random random) {
        return between(yaml(before, random), yaml(after, random)).stream()
                .flatMap(part -> part.changes().stream())
                .toList();
    }

    private static List<RouteChanges.Part> between(String before, String after) {
        return RouteChanges.between(Map.of(FILE, before), Map.of(FILE, after)).parts();
    }

    private static List<Step> steps(Random random, int size) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<Step> inner = new ArrayList<>();
            for (int j = random.nextInt(4) - 1; j > 0; j--) {
                inner.add(new Step("hub-a-" + i + "-" + j, options(random), new ArrayList<>()));
            }
            // one call at least, for who wants to change one
            steps.add(new Step("hub-a-" + i, options(random), i == 0 ? new ArrayList<>() : inner));
        }
        return steps;
    }

    private static Map<String, String> options(Random random) {
        Map<String, String> options = new TreeMap<>();
        OPTIONS.stream()
                .filter(name -> random.nextBoolean())
                .forEach(name -> options.put(name, "v" + random.nextInt(9)));
        return options;
    }

    private static List<Step> copy(List<Step> steps) {
        return new ArrayList<>(steps.stream().map(Step::copy).toList());
    }

    private static Stream<Step> all(List<Step> steps) {
        return steps.stream().flatMap(step -> Stream.concat(Stream.of(step), all(step.steps())));
    }

    private static List<List<Step>> lists(List<Step> steps) {
        List<List<Step>> lists = new ArrayList<>(List.of(steps));
        steps.stream().map(Step::steps).filter(list -> !list.isEmpty()).forEach(lists::add);
        return lists;
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    /** The same route in one of many ways: order of keys, quotes, comments, options here or there, short expressions. */
    private static String yaml(List<Step> steps, Random random) {
        List<String> keys = shuffled(
                random,
                "id: " + quoted("hub-a", random),
                "description: Something",
                "from: " + mapping(random, "uri: direct:a", "steps: " + list(steps, random)));
        return (random.nextBoolean() ? "# A comment\n" : "") + "- route:\n    " + String.join("\n    ", keys) + "\n";
    }

    private static String list(List<Step> steps, Random random) {
        return steps.stream().map(step -> step(step, random)).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String step(Step step, Random random) {
        String id = "id: " + quoted(step.id(), random);
        if (!step.steps().isEmpty()) {
            String simple = quoted("${header.x} > 0", new Random(0));
            String predicate = pick(
                    List.of(
                            "simple: " + simple,
                            "simple: {expression: " + simple + "}",
                            "expression: {simple: {expression: " + simple + "}}"),
                    random);
            return "{filter: " + mapping(random, id, predicate, "steps: " + list(step.steps(), random)) + "}";
        }
        return "{to: " + (random.nextBoolean() ? inAddress(step, id, random) : asParameters(step, id, random)) + "}";
    }

    private static String inAddress(Step step, String id, Random random) {
        List<String> options = new ArrayList<>();
        step.options().forEach((name, value) -> options.add(name + "=" + value));
        Collections.shuffle(options, random);
        String query = options.isEmpty() ? "" : "?" + String.join("&", options);
        return mapping(random, id, "uri: '" + pick(List.of("kafka:t", "kafka://t"), random) + query + "'");
    }

    private static String asParameters(Step step, String id, Random random) {
        List<String> options = new ArrayList<>(List.of("topic: t"));
        step.options().forEach((name, value) -> options.add(name + ": " + quoted(value, random)));
        return mapping(random, id, "uri: kafka", "parameters: " + mapping(random, options.toArray(String[]::new)));
    }

    private static String quoted(String text, Random random) {
        String quote = pick(List.of("", "'", "\""), random);
        return text.matches("[\\w-]+") ? quote + text + quote : "'" + text + "'";
    }

    private static String mapping(Random random, String... entries) {
        return "{" + String.join(", ", shuffled(random, entries)) + "}";
    }

    private static List<String> shuffled(Random random, String... entries) {
        List<String> shuffled = new ArrayList<>(List.of(entries));
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}

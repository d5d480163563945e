package dev.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.serai.routes.RouteChange.Kind;
import dev.serai.routes.RouteChanges.Outcome;
import dev.serai.routes.RouteChanges.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteChangesTest {
    private static final String FILE = "hub/a.camel.yaml";
    private static final String ROUTES = """
            - route:
                id: hub-a
                description: Sweeps at night
                routeConfigurationId: tick-faults
                from:
                  uri: quartz
                  parameters:
                    groupName: hub
                    triggerName: sweep
                    cron: 0 17 3 * * ?
                  steps:
                    - setHeader:
                        id: hub-a-limit
                        name: limit
                        expression:
                          constant:
                            expression: "5"
                    - choice:
                        id: hub-a-choice
                        when:
                          - expression:
                              simple:
                                expression: "${header.x} > 0"
                            steps:
                              - to:
                                  id: hub-a-send
                                  uri: kafka
                                  parameters:
                                    topic: swept
                                    maxBlockMs: 4000
                    - bean:
                        id: hub-a-sweep
                        ref: sweep
                        method: run
                    - stop: {}
            - routeConfiguration:
                id: tick-faults
                onException:
                  - onException:
                      id: tick-failed
                      exception: [java.lang.Exception]
                      redeliveryPolicy:
                        maximumRedeliveries: 2
                        redeliveryDelay: "300"
                        backOffMultiplier: 2
                      steps:
                        - log:
                            id: tick-failed-log
                            message: failed
            """;

    @Test
    void theSameIsNoChange() {
        RouteChanges changes = RouteChanges.between(Map.of(FILE, ROUTES), Map.of(FILE, ROUTES));
        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.summary()).isEqualTo("no change");
    }

    @Test
    void anotherWayToWriteTheSameIsNoChange() {
        String other = """
                # Rewritten by hand
                - routeConfiguration:
                    onException:
                      - onException:
                          redeliveryPolicy: { backOffMultiplier: "2", redeliveryDelay: 300, maximumRedeliveries: 2 }
                          steps: [ { log: { message: 'failed', id: tick-failed-log } } ]
                          exception:
                            - "java.lang.Exception"
                          id: tick-failed
                    id: tick-faults

                - route:
                    from:
                      steps:
                        - setHeader: { name: limit, constant: 5, id: hub-a-limit }
                        - choice:
                            id: hub-a-choice
                            when:
                              - simple: ${header.x} > 0
                                steps:
                                  - to:
                                      uri: kafka:swept?maxBlockMs=4000
                                      id: hub-a-send
                        - bean: { method: run, ref: sweep, id: hub-a-sweep }
                        - stop: {}
                      uri: quartz:hub/sweep?cron=0+17+3+*+*+?
                    routeConfigurationId: tick-faults
                    description: >-
                      Sweeps
                      at night
                    id: hub-a
                """;
        assertThat(RouteChanges.between(Map.of(FILE, ROUTES), Map.of(FILE, other))
                        .parts())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', textBlock = """
                0 17 3 * * ?           | 0 17 4 * * ?          | SCHEDULE     | hub-a       | from.uri.cron was "0 17 3 * * ?" and is "0 17 4 * * ?"
                Sweeps at night        | Sweeps                | DESCRIPTION  | hub-a       | description was "Sweeps at night" and is "Sweeps"
                topic: swept           | topic: cleaned        | ENDPOINT     | hub-a       | step hub-a-send: uri.topic was "swept" and is "cleaned"
                maxBlockMs: 4000       | requestTimeoutMs: 1   | ENDPOINT     | hub-a       | step hub-a-send: uri.maxBlockMs is no longer set; it was "4000"
                expression: "5"        | expression: "6"       | STEP_CHANGED | hub-a       | step hub-a-limit: constant was "5" and is "6"
                > 0                    | > 1                   | STEP_CHANGED | hub-a       | step hub-a-choice: when[1].simple was "${header.x} > 0" and is "${header.x} > 1"
                method: run            | method: walk          | STEP_CHANGED | hub-a       | step hub-a-sweep: method was "run" and is "walk"
                routeConfigurationId: tick-faults | autoStartup: false | RETRY | hub-a       | routeConfigurationId is no longer set; it was "tick-faults"
                maximumRedeliveries: 2 | maximumRedeliveries: 5 | RETRY       | tick-faults | onException[tick-failed].redeliveryPolicy.maximumRedeliveries was "2" and is "5"
                redeliveryDelay: "300" | redeliveryDelay: 1s   | RETRY        | tick-faults | onException[tick-failed].redeliveryPolicy.redeliveryDelay was "300" and is "1s"
                backOffMultiplier: 2   | backOffMultiplier: 3  | RETRY        | tick-faults | onException[tick-failed].redeliveryPolicy.backOffMultiplier was "2" and is "3"
                java.lang.Exception    | java.lang.Throwable   | RETRY        | tick-faults | onException[tick-failed].exception was "java.lang.Exception" and is "java.lang.Throwable"
                """)
    void aValueIsNamedWithWhatItWas(String was, String is, Kind kind, String id, String text) {
        assertThat(ROUTES).contains(was);
        List<Part> parts = between(ROUTES, ROUTES.replace(was, is)).parts();
        assertThat(parts).singleElement().satisfies(part -> {
            assertThat(part.id()).isEqualTo(id);
            assertThat(part.outcome()).isEqualTo(Outcome.CHANGED);
            assertThat(part.changes()).anySatisfy(change -> {
                assertThat(change.kind()).isEqualTo(kind);
                assertThat(change.text()).isEqualTo(text);
            });
        });
    }

    @Test
    void stepsComeGoAndMove() {
        String limit = ROUTES.substring(ROUTES.indexOf("        - setHeader:"), ROUTES.indexOf("        - choice:"));
        String added = "        - log: { id: hub-a-log, message: x }\n";
        String changed = ROUTES.replace(limit, "").replace("        - stop: {}\n", added + limit);
        assertThat(between(ROUTES, changed).parts().getFirst().changes())
                .extracting(RouteChange::kind, RouteChange::path, RouteChange::text)
                .containsExactly(
                        tuple(
                                Kind.STEP_ADDED,
                                "hub-a-log",
                                "step hub-a-log (log) added behind hub-a-sweep in the route"),
                        tuple(
                                Kind.STEP_MOVED,
                                "hub-a-limit",
                                "step hub-a-limit (setHeader) moved: it was first in the route and is behind hub-a-log"
                                        + " in the route"),
                        tuple(
                                Kind.STEP_REMOVED,
                                "stop 1",
                                "step stop 1 (stop) behind hub-a-sweep in the route removed"));
    }

    @Test
    void aStepThatLeavesItsBranchHasMoved() {
        String step = ROUTES.substring(ROUTES.indexOf("                  - to:"), ROUTES.indexOf("        - bean:"));
        String changed = ROUTES.replace(step, "").replace("        - bean:", step.indent(-10) + "        - bean:");
        assertThat(between(ROUTES, changed).parts().getFirst().changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.kind()).isEqualTo(Kind.STEP_MOVED);
                    assertThat(change.before()).isEqualTo("first in hub-a-choice/when[1]");
                    assertThat(change.after()).isEqualTo("behind hub-a-choice in the route");
                });
    }

    @Test
    void routesComeGoAndMoveBetweenFiles() {
        String tail = ROUTES.substring(ROUTES.indexOf("- routeConfiguration:"));
        String route = ROUTES.replace(tail, "");
        RouteChanges changes = RouteChanges.between(
                Map.of(FILE, ROUTES, "hub/b.camel.yaml", route.replace("hub-a", "hub-b")),
                Map.of(FILE, route, "shared/e.camel.yaml", tail, "hub/c.camel.yaml", route.replace("hub-a", "hub-c")));
        assertThat(changes.parts())
                .extracting(Part::id, Part::outcome, Part::file)
                .containsExactly(
                        tuple("tick-faults", Outcome.CHANGED, "shared/e.camel.yaml"),
                        tuple("hub-b", Outcome.REMOVED, "hub/b.camel.yaml"),
                        tuple("hub-c", Outcome.ADDED, "hub/c.camel.yaml"));
        assertThat(changes.parts().getFirst().changes())
                .extracting(RouteChange::kind, RouteChange::before, RouteChange::after)
                .containsExactly(tuple(Kind.FILE, FILE, "shared/e.camel.yaml"));
        assertThat(changes.summary())
                .isEqualTo("1 route added (hub-c), 1 route removed (hub-b); 1 configuration changed (tick-faults)");
    }

    @Test
    void beansAreCompared() {
        String bean = "- beans:\n    - { name: codec, type: a.B, properties: { size: 1, password: x } }\n";
        String other = bean.replace("size: 1", "size: 2").replace("password: x", "password: y");
        assertThat(between(bean, other).parts()).singleElement().satisfies(part -> {
            assertThat(part.subject()).isEqualTo(RouteChanges.Subject.BEAN);
            assertThat(part.changes())
                    .extracting(RouteChange::text)
                    .containsExactly(
                            "properties.password was \"***\" and is \"***\"", "properties.size was \"1\" and is \"2\"");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                http:x/y?authPassword=hunter2                    | http:x/y?authPassword=hunter3
                http:x/y?authPassword=RAW(hunter2)               | http:x/y?authPassword=RAW(hunter3)
                http:x/y?q=RAW(hunter2)                          | http:x/y?q=RAW(hunter3)
                http://me:hunter2@x/y                            | http://me:hunter3@x/y
                aws2-s3:b?secretKey=hunter2                      | aws2-s3:b?secretKey=hunter3
                unknown:x?apiKey=hunter2                         | unknown:x?apiKey=hunter3
                unknown:x?some=RAW{hunter2}                      | unknown:x?some=RAW{hunter3}
                """)
    void secretsAreComparedAndNotShown(String was, String is) {
        String route =
                "- route: { id: hub-a, from: { uri: 'direct:a', steps: [ { to: { id: hub-a-x, uri: '%s' } } ] } }";
        RouteChanges changes = between(route.formatted(was), route.formatted(is));
        assertThat(changes.parts()).hasSize(1);
        assertThat(changes.parts().getFirst().changes()).isNotEmpty();
        assertThat(changes.toString()).doesNotContain("hunter").contains("***");
    }

    @Test
    void theSecretOfAHeaderIsNotShown() {
        String route = "- route: { id: hub-a, from: { uri: 'direct:a', steps: [ { setHeader: { id: hub-a-x,"
                + " name: Authorization, simple: 'Bearer %s' } } ] } }";
        RouteChanges changes = between(route.formatted("hunter2"), route.formatted("{{serai.remote.key}}"));
        assertThat(changes.toString()).doesNotContain("hunter").contains("\"Bearer {{serai.remote.key}}\"");
    }

    @Test
    void aFileThatIsNoYamlIsSaidToBe() {
        RouteChanges changes = between(ROUTES, "- route: [");
        assertThat(changes.parts())
                .extracting(Part::id, Part::outcome)
                .containsExactly(
                        tuple(FILE, Outcome.CHANGED),
                        tuple("tick-faults", Outcome.REMOVED),
                        tuple("hub-a", Outcome.REMOVED));
        assertThat(changes.parts().getFirst().changes().getFirst().text())
                .startsWith("the file cannot be read after the change: line 1");
    }

    @Test
    void theHubsOwnRoutesAreEqualToThemselvesAndEachValueIsSeen() throws IOException {
        String path = "documents/embed.camel.yaml";
        String text = Files.readString(Path.of("routes").resolve(path));
        assertThat(RouteChanges.between(Map.of(path, text), Map.of(path, text)).isEmpty())
                .isTrue();
        for (String line : text.lines()
                .filter(l -> l.matches("\\s+[\\w-]+: \\S.*") && !l.contains(" id: "))
                .toList()) {
            String edited = text.replace(line, line.replaceFirst(": .*", ": changed"));
            assertThat(RouteChanges.between(Map.of(path, text), Map.of(path, edited))
                            .isEmpty())
                    .as(line)
                    .isFalse();
        }
    }

    private static RouteChanges between(String before, String after) {
        return RouteChanges.between(Map.of(FILE, before), Map.of(FILE, after));
    }
}

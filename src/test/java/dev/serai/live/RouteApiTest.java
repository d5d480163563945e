package dev.serai.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** Routes looked at, edited, compared, restored and stopped by HTTP while the hub runs. */
@OwnServers
class RouteApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOME = "hub/home.camel.yaml";

    @TempDir
    private static Path temp;

    private static Path routes;
    private static TestHub hub;
    private static Api operator;
    private static Api viewer;

    /** The folder is laid out as Kubernetes mounts a ConfigMap: links through a link that is exchanged as one. */
    @BeforeAll
    static void start() throws IOException {
        routes = temp.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes.resolve("..first"));
        Files.createSymbolicLink(routes.resolve("..data"), Path.of("..first"));
        try (Stream<Path> folders = Files.list(routes.resolve("..first"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                String name = folder.getFileName().toString();
                Files.createSymbolicLink(routes.resolve(name), Path.of("..data", name));
            }
        }
        hub = TestHub.own(Map.of("SERAI_DATA", temp.resolve("data").toString(), "SERAI_ROUTES", routes.toString()));
        operator = hub.as(null, Role.OPERATOR);
        viewer = hub.as(null, Role.VIEWER);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void theListSaysOfEachRouteWhereItIsFromHowItIsAndWhatGoesThrough() {
        hub.anonymous().get("/");

        JsonNode list = viewer.get("/api/routes").json();

        JsonNode home = route(list, "hub-home");
        assertThat(home.path("file").asText()).isEqualTo(HOME);
        assertThat(home.path("from").asText()).isEqualTo("direct:getHome");
        assertThat(home.path("state").asText()).isEqualTo("running");
        assertThat(home.path("group").asText()).isEqualTo("hub");
        assertThat(home.path("revision").asLong()).isPositive();
        assertThat(home.path("figures").path("calls").asLong()).isPositive();
        assertThat(home.path("figures").path("p95Millis").asDouble()).isPositive();
        assertThat(route(list, "documents-chunk").path("from").asText()).startsWith("kafka:");
        assertThat(list.path("revision").asLong()).isEqualTo(running());
        assertThat(list.path("findings")).isEmpty();
        soon().untilAsserted(() -> assertThat(route(viewer.get("/api/routes").json(), "pipeline-control")
                        .path("figures")
                        .path("perSecond")
                        .asDouble())
                .as("it ticks each second")
                .isBetween(0.3, 1.5));
        soon().untilAsserted(() -> assertThat(
                        viewer.get("/api/routes").json().path("nodes").findValuesAsText("revision"))
                .containsExactly(Long.toString(running())));
    }

    @Test
    void aRouteShowsItsFileItsNeighboursItsStepsAndAPicture() throws Exception {
        hub.anonymous().get("/api/health/deep");

        JsonNode route = viewer.get("/api/routes/hub-deep-health").json();

        assertThat(route.path("source").asText())
                .isEqualTo(Files.readString(Path.of("routes/hub/deep-health.camel.yaml")));
        JsonNode attempt = route.path("steps").get(0);
        assertThat(attempt.path("kind").asText()).isEqualTo("doTry");
        assertThat(attempt.path("steps").findValuesAsText("kind")).contains("setBody", "to", "doCatch");
        assertThat(attempt.path("steps").get(0).path("figures").path("calls").asLong())
                .isPositive();
        assertThat(viewer.get("/api/routes/pipeline-operate")
                        .json()
                        .path("steps")
                        .findValuesAsText("kind"))
                .contains("bean", "policy", "choice", "when", "otherwise", "setHeader", "to");
        assertThat(viewer.get("/api/routes/operator-audit").json().path("calledBy"))
                .extracting(JsonNode::asText)
                .contains("operator-audit-answer", "live-apply");
        Api.Reply picture = viewer.get("/api/routes/hub-deep-health/diagram");
        assertThat(picture.header("content-type")).isEqualTo("image/svg+xml");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(picture.bytes()));
        assertThat(picture.text()).contains("hub-deep-health-backlog").doesNotContain("<script");
    }

    @Test
    void everyRouteCanBeShownAndDrawn() throws Exception {
        for (JsonNode route : viewer.get("/api/routes").json().path("routes")) {
            String id = route.path("id").asText();
            assertThat(viewer.get("/api/routes/" + id).json().path("steps"))
                    .as(id)
                    .isNotEmpty();
            Api.Reply picture = viewer.get("/api/routes/%s/diagram".formatted(id));
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new java.io.ByteArrayInputStream(picture.bytes()));
        }
    }

    @Test
    void mistakesAreSaidAllAtOnceAndNothingChanges() throws Exception {
        long before = running();
        String broken =
                home().replace("ref: documentation", "ref: documentatoin").replace("direct", "exec");

        JsonNode look = operator.post("/api/routes/validate", files(Map.of(HOME, broken)))
                .json();
        Api.Reply edit = put(HOME, broken, before);

        assertThat(look.path("valid").asBoolean()).isFalse();
        assertThat(look.path("findings").findValuesAsText("code")).contains("SERAI-ROUTE-010", "SERAI-ROUTE-013");
        assertThat(look.path("findings").get(0).path("line").asInt()).isPositive();
        assertThat(edit.status()).isEqualTo(422);
        assertThat(edit.json().path("code").asText()).isEqualTo("SERAI-LIVE-001");
        assertThat(edit.json().path("errors").findValuesAsText("message"))
                .hasSameSizeAs(look.path("findings"))
                .anyMatch(message -> message.contains("did you mean documentation?"));
        assertThat(running()).isEqualTo(before);
        assertThat(newestAudit("routes_refused").path("details").path("code").asText())
                .isEqualTo("SERAI-LIVE-001");
    }

    @Test
    void aPreviewSaysWhatWouldChangeWhoCallsItAndWhatIsUnderWay() throws Exception {
        String path = "operator/audit.camel.yaml";
        String edited =
                viewer.get("/api/routes/files/" + path).text().replaceFirst("outputHeader: audit", "outputHeader: row");

        JsonNode preview = operator.post("/api/routes/preview", files(Map.of(path, edited)))
                .json();

        assertThat(preview.path("valid").asBoolean())
                .as(preview.toPrettyString())
                .isTrue();
        assertThat(preview.path("changes").findValuesAsText("id")).containsExactly("operator-audit");
        assertThat(preview.path("changes").toString())
                .contains("operator-audit-append")
                .contains("row");
        assertThat(preview.path("calledBy").path("operator-audit").toString()).contains("live-apply");
        assertThat(preview.path("inFlight").has("operator-audit")).isTrue();
        assertThat(viewer.get("/api/routes/files/" + path).text()).contains("outputHeader: audit");
        assertThat(newestAudit("routes_previewed").path("actor").asText()).isEqualTo("tester");
    }

    @Test
    void anEditRunsAtOnceIsRememberedAndCanBeTakenBack() throws Exception {
        Api.Reply file = viewer.get("/api/routes/files/" + HOME);
        long base = Long.parseLong(file.header("etag").replace("\"", ""));

        Api.Reply reply = put(HOME, file.text().replace("text/html", "text/plain"), base);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode applied = reply.json();
        assertThat(applied.path("changed").asBoolean()).isTrue();
        assertThat(applied.path("previous").asLong()).isEqualTo(base);
        assertThat(applied.path("changes").toString()).contains("hub-home-type");
        assertThat(hub.anonymous().get("/").header("content-type")).startsWith("text/plain");
        JsonNode line = route(viewer.get("/api/routes").json(), "hub-home");
        assertThat(line.path("differsFromDisk").asBoolean()).isTrue();
        assertThat(line.path("revision").asLong())
                .isEqualTo(applied.path("revision").asLong());
        JsonNode row = newestAudit("routes_applied");
        assertThat(row.path("subject").asText())
                .isEqualTo(applied.path("revision").asText());
        assertThat(row.path("details").path("reason").asText()).isEqualTo("because of the test");
        JsonNode newest =
                viewer.get("/api/routes/revisions?limit=1").json().path("items").get(0);
        assertThat(newest.path("author").asText()).isEqualTo("tester");
        assertThat(newest.path("origin").asText()).isEqualTo("api");
        assertThat(newest.path("changes").findValuesAsText("outcome")).containsExactly("changed");

        JsonNode restored = operator.post(
                        "/api/routes/revisions/%d/restore".formatted(base), "{\"reason\":\"as it was\"}")
                .json();

        assertThat(restored.path("changed").asBoolean()).isTrue();
        assertThat(hub.anonymous().get("/").header("content-type")).startsWith("text/html");
        assertThat(viewer.get("/api/routes/revisions/%d/changes?against=%d"
                                .formatted(restored.path("revision").asLong(), base))
                        .json()
                        .path("changes"))
                .isEmpty();
        assertThat(viewer.get("/api/routes/revisions/"
                                + applied.path("revision").asLong())
                        .json()
                        .path("files")
                        .path(HOME)
                        .asText())
                .contains("text/plain");
    }

    @Test
    void badDay31_theSecondOfTwoEditorsGetsTheDifferenceAndMayTryAgain() throws Exception {
        long base = running();
        String original = home();
        put(HOME, original.replace("text/html", "text/plain"), base);

        Api.Reply late = put(HOME, original.replace("description: ", "description: Now "), base);

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("code").asText()).isEqualTo("SERAI-LIVE-002");
        assertThat(late.json().path("errors").toString())
                .contains("hub-home-type")
                .contains("text/plain");
        Api.Reply elsewhere = put("hub/health.camel.yaml", edited("hub/health.camel.yaml"), base);
        assertThat(elsewhere.status()).as("another file: " + elsewhere.text()).isEqualTo(200);
        assertThat(put(HOME, original, running()).status()).isEqualTo(200);
    }

    @Test
    void filesThatBelongTogetherAreExchangedTogether() throws Exception {
        String caller = "hub/home.camel.yaml";
        String fresh = """
                - route:
                    id: hub-greeting
                    group: hub
                    description: What the home page says first
                    routeConfigurationId: called-route
                    from:
                      uri: direct
                      parameters:
                        name: hub-greeting
                      steps:
                        - setBody:
                            id: hub-greeting-body
                            expression:
                              constant:
                                expression: Peace
                """;
        String calling = home().stripTrailing() + """

                        - to:
                            id: hub-home-greeting
                            uri: direct
                            parameters:
                              name: hub-greeting
                """;
        long base = running();
        assertThat(operator.post("/api/routes/validate", files(Map.of(caller, calling)))
                        .json()
                        .path("findings")
                        .findValuesAsText("code"))
                .containsExactly("SERAI-ROUTE-006");

        Api.Reply both = apply(base, Map.of(caller, calling, "hub/greeting.camel.yaml", fresh));

        assertThat(both.status()).as(both.text()).isEqualTo(200);
        assertThat(hub.anonymous().get("/").text()).isEqualTo("Peace");
        Api.Reply removal = send("DELETE", "hub/greeting.camel.yaml", "", running());
        assertThat(removal.status()).as("it is called").isEqualTo(422);
        assertThat(operator.post("/api/routes/revisions/%d/restore".formatted(base), "{\"reason\":\"enough\"}")
                        .status())
                .isEqualTo(200);
        assertThat(viewer.get("/api/routes/hub-greeting").json().path("code").asText())
                .isEqualTo("SERAI-LIVE-003");
    }

    @Test
    void theSameContentAgainMakesNoRevision() throws Exception {
        long before = running();

        JsonNode same = put(HOME, home(), before).json();

        assertThat(same.path("changed").asBoolean()).isFalse();
        assertThat(same.path("revision").asLong()).isEqualTo(before);
        assertThat(running()).isEqualTo(before);
    }

    @Test
    void badDay60_aStoppedRouteRefusesItsCallersUntilItIsStarted() {
        JsonNode stopped = operation("hub-home", "stop").json();

        assertThat(stopped.path("state").asText()).isEqualTo("stopped");
        Api.Reply refused = hub.anonymous().get("/");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-LIVE-006");
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(newestAudit("route_stop").path("subject").asText()).isEqualTo("hub-home");

        operation("hub-home", "start");

        assertThat(hub.anonymous().get("/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"stop, stopped, start", "suspend, suspended, resume"})
    void whatAClockStartsStandsUntilItIsToRunAgain(String stop, String state, String start) {
        operation("pipeline-figures", stop);
        soon().until(() -> state("pipeline-figures").equals(state));

        operation("pipeline-figures", start);

        soon().until(() -> state("pipeline-figures").equals("running"));
    }

    @Test
    void aStoppedRouteStandsThroughEditsAndCanBeStartedWhenItIsGone() throws Exception {
        String path = "upkeep/coverage.camel.yaml";
        String content = viewer.get("/api/routes/files/" + path).text();
        operation("upkeep-coverage", "stop");
        soon().until(() -> state("upkeep-coverage").equals("stopped"));

        Api.Reply edit = put(path, content.replaceFirst("cron: \\S+", "cron: \"0 0 0 1 1 ?\""), running());
        assertThat(edit.status()).as(edit.text()).isEqualTo(200);

        assertThat(state("upkeep-coverage")).isEqualTo("stopped");
        Api.Reply removal = send("DELETE", path, "", running());
        assertThat(removal.status()).as(removal.text()).isEqualTo(200);
        assertThat(operation("upkeep-coverage", "stop").status()).isEqualTo(404);
        assertThat(operation("upkeep-coverage", "start").json().path("state").asText())
                .isEqualTo("gone");
        assertThat(put(path, content, running()).status()).isEqualTo(200);
        assertThat(state("upkeep-coverage")).isEqualTo("running");
    }

    @Test
    void aStageStandsByAPauseSoThatNoWakeUpIsLost() {
        operation("documents-chunk", "stop");
        assertThat(hub.system().queryForList("select target from pauses", String.class))
                .containsExactly("documents-chunk");

        operation("documents-chunk", "start");

        assertThat(hub.system().queryForList("select target from pauses", String.class))
                .isEmpty();
        hub.as("stages", Role.ORG_ADMIN).ready("clause.txt", "A clause that waited for nobody.");
    }

    @Test
    void badDay60_whatIsNeededToStartRoutesCannotBeStopped() {
        Api.Reply reply = operation("live-switch-start", "stop");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-LIVE-007");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/routes/no-such-route SERAI-LIVE-003",
                "/api/routes/no-such-route/diagram SERAI-LIVE-003",
                "/api/routes/files/hub/no-such.camel.yaml SERAI-LIVE-004",
                "/api/routes/revisions/999999 SERAI-LIVE-005",
                "/api/routes/revisions/999999/changes SERAI-LIVE-005",
                "/api/routes/files/hub/home.yaml SERAI-HTTP-001",
                "/api/routes/revisions/x SERAI-HTTP-001"
            })
    void whatDoesNotExistIsSaidToBeSo(String pathAndCode) {
        String[] parts = pathAndCode.split(" ", 2);

        assertThat(viewer.get(parts[0]).json().path("code").asText()).isEqualTo(parts[1]);
    }

    @Test
    void anEditNeedsAReasonAndABase() throws Exception {
        Api.Reply bare = operator.call("PUT", "/api/routes/files/" + HOME, "application/yaml", home());

        assertThat(bare.status()).isEqualTo(400);
        assertThat(bare.json().path("errors").toString()).contains("reason").contains("If-Match");
        assertThat(apply(999_999, Map.of(HOME, home())).json().path("code").asText())
                .isEqualTo("SERAI-LIVE-005");
        assertThat(operator.post("/api/routes/hub-home/stop", "{\"reason\":\"  \"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aConfigMapIsTakenOverWhenItsLinkIsTurned() throws Exception {
        String path = "hub/system.camel.yaml";
        FileSystemUtils.copyRecursively(routes.resolve("..first"), routes.resolve("..second"));
        Path file = routes.resolve("..second").resolve(path);
        Files.writeString(file, Files.readString(file).replaceFirst("description: ", "description: Turned. "));
        Files.createSymbolicLink(routes.resolve("..data_tmp"), Path.of("..second"));

        Files.move(routes.resolve("..data_tmp"), routes.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        soon().untilAsserted(() ->
                assertThat(viewer.get("/api/routes/files/" + path).text()).contains("Turned. "));
        assertThat(route(viewer.get("/api/routes").json(), "hub-system")
                        .path("differsFromDisk")
                        .asBoolean())
                .isFalse();
        assertThat(newestAudit("routes_applied").path("actor").asText()).isEqualTo("folder");
    }

    @Test
    void aStormOfSavesEndsWithTheLastOneAndHalfFilesAreNoMistake() throws Exception {
        String path = "hub/api-docs.camel.yaml";
        Path file = routes.resolve(path);
        String content = Files.readString(file);
        long before = running();

        for (int i = 1; i <= 150; i++) {
            String edited = content.replaceFirst("description: ", "description: Save %d. ".formatted(i));
            Files.writeString(file, edited.substring(0, edited.length() / 2));
            Files.writeString(file, edited);
        }

        soon().untilAsserted(() ->
                assertThat(viewer.get("/api/routes/files/" + path).text()).contains("Save 150. "));
        assertThat(viewer.get("/api/routes").json().path("findings")).isEmpty();
        assertThat(hub.system()
                        .queryForObject("select count(*) from route_revisions where number > ?", Integer.class, before))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void documentsGoThroughWhileTheirStagesAreEdited() {
        Api uploader = hub.as("edited", Role.ORG_ADMIN);
        for (String stage : List.of("store", "chunk", "embed", "index", "upload")) {
            String path = "documents/%s.camel.yaml".formatted(stage);
            String id = uploader.upload(
                            "clause.txt", "Clause for %s.".formatted(stage).getBytes(StandardCharsets.UTF_8))
                    .json()
                    .path("documentId")
                    .asText();

            Api.Reply reply = put(path, edited(path), running());

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(uploader.settled(id).path("status").asText()).isEqualTo("ready");
        }
    }

    @Test
    void aSetThatOnlyFailsWhenItStartsIsTakenBackBeforeTheAnswer() throws Exception {
        long before = running();
        String listening = """
                - route:
                    id: hub-listener
                    group: hub
                    description: Waits for files in a folder that does not exist
                    routeConfigurationId: tick-faults
                    from:
                      uri: file
                      parameters:
                        directoryName: "{{serai.data}}/files/nowhere"
                        autoCreate: false
                        startingDirectoryMustExist: true
                      steps:
                        - setBody:
                            id: hub-listener-body
                            expression:
                              constant:
                                expression: never
                """;

        Api.Reply reply = apply(
                before, Map.of("hub/listener.camel.yaml", listening, HOME, home().replace("text/html", "text/plain")));

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.json().path("errors").toString()).contains("SERAI-ROUTE-025");
        assertThat(running()).isEqualTo(before);
        assertThat(hub.anonymous().get("/").header("content-type")).startsWith("text/html");
        assertThat(viewer.get("/api/routes/hub-listener").status()).isEqualTo(404);
    }

    @Test
    void badDay30_noRequestFailsWhileGoodAndBadEditsAreApplied() throws Exception {
        String original = home();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<Set<Integer>>> answers = IntStream.range(0, 4)
                    .mapToObj(caller -> callers.submit(() -> {
                        Set<Integer> statuses = new TreeSet<>();
                        while (!over.get()) {
                            statuses.add(hub.anonymous().get("/").status());
                        }
                        return statuses;
                    }))
                    .toList();
            try {
                for (int i = 1; i <= 10; i++) {
                    String edited = original.replace("description: ", "description: %d. ".formatted(i));
                    assertThat(put(HOME, edited, running()).status()).isEqualTo(200);
                    assertThat(put(HOME, edited.replace("ref: documentation", "ref: none"), running())
                                    .status())
                            .isEqualTo(422);
                }
            } finally {
                over.set(true);
            }
            for (Future<Set<Integer>> caller : answers) {
                assertThat(caller.get()).containsExactly(200);
            }
        }
        assertThat(put(HOME, original, running()).status()).isEqualTo(200);
    }

    @Test
    void badDay29_aRouteThatRunsProgramsIsRefusedWithItsLineAndLeavesATrace() throws Exception {
        String attack = home().replace("uri: direct", "uri: exec:sh");

        Api.Reply reply = put(HOME, attack, running());

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").toString())
                .contains("SERAI-ROUTE-013")
                .contains("hub/home.camel.yaml:");
        assertThat(newestAudit("routes_refused").path("details").toString()).contains("exec");
        assertThat(hub.anonymous().get("/").status()).isEqualTo(200);
    }

    @Test
    void customersSeeNoRoutesAndViewersChangeNone() throws Exception {
        Api customer = hub.as("customer", Role.ORG_ADMIN);
        for (String path :
                List.of("/api/routes", "/api/routes/hub-home", "/api/routes/files", "/api/routes/revisions")) {
            assertThat(customer.get(path).status()).as(path).isEqualTo(403);
        }
        for (String path : List.of("validate", "preview", "revisions", "hub-home/stop", "revisions/1/restore")) {
            assertThat(viewer.post("/api/routes/" + path, "{}").status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(viewer.call("PUT", "/api/routes/files/" + HOME, "application/yaml", home())
                        .status())
                .isEqualTo(403);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private static long running() {
        return viewer.get("/api/routes").json().path("revision").asLong();
    }

    private static String state(String routeId) {
        return route(viewer.get("/api/routes").json(), routeId).path("state").asText();
    }

    private static JsonNode route(JsonNode list, String id) {
        return Stream.of(list.path("routes"))
                .flatMap(routes -> java.util.stream.StreamSupport.stream(routes.spliterator(), false))
                .filter(route -> route.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String home() {
        return viewer.get("/api/routes/files/" + HOME).text();
    }

    private static String edited(String path) {
        return viewer.get("/api/routes/files/" + path).text().replaceFirst("description: ", "description: Edited. ");
    }

    private static Api.Reply put(String path, String content, long base) {
        return send("PUT", path, content, base);
    }

    private static Api.Reply send(String method, String path, String content, long base) {
        return operator.send(
                operator.request("/api/routes/files/%s?reason=because%%20of%%20the%%20test".formatted(path))
                        .header("If-Match", "\"%d\"".formatted(base))
                        .header("Content-Type", "application/yaml")
                        .method(method, content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(content))
                        .build());
    }

    private static Api.Reply apply(long base, Map<String, String> files) throws IOException {
        return operator.post(
                "/api/routes/revisions",
                JSON.writeValueAsString(Map.of("base", base, "reason", "because of the test", "files", files)));
    }

    private static String files(Map<String, String> files) throws IOException {
        return JSON.writeValueAsString(Map.of("files", files));
    }

    private static Api.Reply operation(String routeId, String verb) {
        return operator.post("/api/routes/%s/%s".formatted(routeId, verb), "{\"reason\":\"because of the test\"}");
    }

    private static JsonNode newestAudit(String action) {
        return viewer.get("/api/operator/audit?limit=1&action=" + action)
                .json()
                .path("items")
                .get(0);
    }
}

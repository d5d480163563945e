package dev.serai.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OtherNode;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.routes.Finding;
import dev.serai.servers.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** Files edited in the folder of a hub that runs, and of one that has not started yet. */
@OwnServers
class RouteEditsTest {
    private static final String HOME = "hub/home.camel.yaml";

    @TempDir
    private Path temp;

    @Test
    void anEditInTheFolderRunsOnEveryNodeAndABrokenOneOnNone() throws Exception {
        Path folder = routes("routes");
        try (TestHub hub = hub(folder)) {
            assertThat(home(hub)).startsWith("text/html");
            long before = revisions(hub).number();
            try (TestHub other = other(hub, routes("others"))) {
                replace(folder, HOME, "text/html", "text/plain");

                soon().untilAsserted(() -> assertThat(home(hub)).startsWith("text/plain"));
                soon().untilAsserted(() -> assertThat(home(other)).startsWith("text/plain"));
                assertThat(revisions(other).number())
                        .isEqualTo(revisions(hub).number())
                        .isGreaterThan(before);
            }
            assertThat(hub.system().queryForMap("select * from route_revisions order by number desc limit 1"))
                    .containsEntry("origin", "folder")
                    .hasEntrySatisfying(
                            "changes", changes -> assertThat(changes.toString()).contains("hub-home-type"));
            long good = revisions(hub).number();
            replace(folder, HOME, "ref: documentation", "ref: documentatoin");

            soon().until(() -> !findings(hub).isEmpty());
            assertThat(findings(hub)).extracting(Finding::code).containsExactly("SERAI-ROUTE-010");
            assertThat(home(hub)).startsWith("text/plain");
            assertThat(revisions(hub).number()).isEqualTo(good);
        }
        try (TestHub again = hub(folder)) {
            assertThat(home(again)).startsWith("text/plain");
            assertThat(findings(again)).hasSize(1);
            JsonNode health = again.anonymous().get("/api/health/deep").json();
            assertThat(health.path("status").asText()).isEqualTo("degraded");
            assertThat(health.path("routes").path("mistakes").asInt()).isEqualTo(1);

            replace(folder, HOME, "ref: documentatoin", "ref: documentation");

            soon().until(() -> findings(again).isEmpty());
            documentsGoThrough(again);
        }
    }

    @Test
    void aCronThatIsEditedTicksAtItsNewTimesOnOneNodeEach() throws Exception {
        Path folder = routes("clocks");
        try (TestHub hub = hub(folder);
                TestHub other = other(hub, routes("others"))) {
            JdbcTemplate system = hub.system();
            String clock =
                    "from qrtz_triggers t join qrtz_cron_triggers c using (sched_name, trigger_name, trigger_group)"
                            + " where t.trigger_name = 'tick' and t.trigger_group = 'schedules'";
            assertThat(system.queryForList("select c.cron_expression " + clock, String.class))
                    .containsExactly("0 * * * * ?");

            replace(folder, "schedules/tick.camel.yaml", "cron: \"[^\"]*\"", "cron: \"1/2 * * * * ?\"");

            soon().untilAsserted(
                            () -> assertThat(system.queryForList("select c.cron_expression " + clock, String.class))
                                    .containsExactly("1/2 * * * * ?"));
            Set<Long> ticks = new TreeSet<>();
            soon().until(() -> {
                ticks.addAll(system.queryForList("select t.prev_fire_time / 1000 " + clock, Long.class));
                return ticks.stream().filter(second -> second % 2 == 1).count() >= 4;
            });
            List<Long> odd = ticks.stream().filter(second -> second % 2 == 1).toList();
            assertThat(odd.getLast() - odd.getFirst()).isEqualTo(2L * (odd.size() - 1));
            assertThat(revisions(other).number()).isEqualTo(revisions(hub).number());
        }
    }

    @Test
    void aFirstStartWithMistakesNamesThemAllAndEnds() throws Exception {
        Path folder = routes("broken");
        replace(folder, HOME, "ref: documentation", "ref: documentatoin");
        replace(folder, "hub/health.camel.yaml", "uri: direct", "uri: dirext");

        assertThatThrownBy(() -> hub(folder))
                .isInstanceOfSatisfying(
                        StartupException.class, e -> assertThat(e.code()).isEqualTo("SERAI-START-013"))
                .hasMessageContaining("hub/home.camel.yaml:13:18 SERAI-ROUTE-010")
                .hasMessageContaining("hub/health.camel.yaml:")
                .hasMessageContaining("did you mean documentation?");
    }

    private static void documentsGoThrough(TestHub hub) {
        Api api = hub.as("edited", Role.ORG_ADMIN);
        for (int i = 0; i < 2; i++) {
            String text = "Clause %d of attempt %d.".formatted(i, System.nanoTime());
            Api.Reply reply = api.upload("clause.txt", text.getBytes(StandardCharsets.UTF_8));
            assertThat(reply.status()).as(reply.toString()).isBetween(200, 202);
            String id = reply.json().path("documentId").asText();
            soon().untilAsserted(() -> assertThat(api.get("/api/documents/" + id)
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("ready"));
        }
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(40));
    }

    private static RouteRevisions revisions(TestHub hub) {
        return hub.hub().context().getBean(RouteRevisions.class);
    }

    private static List<Finding> findings(TestHub hub) {
        return hub.hub().context().getBean(FolderEdits.class).findings();
    }

    private static String home(TestHub hub) {
        return hub.anonymous().get("/").header("content-type");
    }

    private TestHub hub(Path folder) {
        return TestHub.own(Map.of(
                "SERAI_DATA", temp.resolve("data").toString(),
                "SERAI_ROUTES", folder.toString()));
    }

    private TestHub other(TestHub hub, Path folder) {
        return TestHub.own(OtherNode.variables(
                hub::setting, temp.resolve("other"), Map.of("SERAI_NODE", "other", "SERAI_ROUTES", folder.toString())));
    }

    private Path routes(String name) throws IOException {
        Path folder = temp.resolve(name);
        FileSystemUtils.copyRecursively(Path.of("routes"), folder);
        return folder;
    }

    /** As editors save: another file takes the name. */
    private static void replace(Path folder, String path, String old, String now) throws IOException {
        Path file = folder.resolve(path);
        Path draft = Files.writeString(
                file.resolveSibling(".draft"), Files.readString(file).replaceFirst(old, now));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}

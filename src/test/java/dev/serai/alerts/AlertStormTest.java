package dev.serai.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Many alerts at once are few messages, and quiet ones are one mail. */
@OwnServers
class AlertStormTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Ways ways;
    private static TestHub hub;

    private final Api operator = hub.as(null, Role.OPERATOR);
    private final JdbcTemplate system = hub.system();

    @BeforeAll
    static void start() {
        ways = new Ways();
        hub = TestHub.own(ways.settings(Map.of(
                "serai.alerts.storm.most", "3",
                "serai.alerts.storm.gather", "1s",
                "serai.alerts.storm.calm", "2s",
                "serai.alerts.digest.every", "2s")));
    }

    @AfterAll
    static void stop() {
        hub.close();
        ways.close();
    }

    @Test
    void moreThanPeopleCanReadAreOneSummaryThatEndsWithTheStorm() {
        system.queryForList(
                "select alert_raise('storm-test', '', 'k' || n, case when n = 40 then 'P0' else 'P1' end, 'Storm ' || n, '', '{}',"
                        + " null, '{}', 'tester', 9, 1) from generate_series(1, 40) n");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ways.sent(Ways.PAGERDUTY, "Many alerts at once"))
                        .hasSize(1));
        JsonNode page = ways.sent(Ways.PAGERDUTY, "Many alerts at once").getFirst();
        assertThat(page.path("payload").path("severity").asText()).isEqualTo("critical");
        assertThat(page.path("payload").path("custom_details").path("text").asText())
                .startsWith("37 more alerts came at once")
                .contains("P0: 1, P1: 36", "P0 storm-test: Storm 40");
        assertThat(ways.sent(Ways.PAGERDUTY, "\"component\":\"storm-test\"")).hasSize(3);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(ways.sent(Ways.SLACK, "Many alerts at once")).hasSizeBetween(1, 2));
        assertThat(operator.get("/api/alerts?source=storm-test&state=open&limit=200")
                        .json()
                        .path("items"))
                .hasSize(40);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(system.queryForList(
                                "select state from alerts where source = 'alert-storm'", String.class))
                        .containsExactly("resolved"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                ways.sent(Ways.PAGERDUTY, page.path("dedup_key").asText()))
                        .extracting(e -> e.path("event_action").asText())
                        .containsExactly("trigger", "resolve"));
        // What was not told is not told of when it ends.
        system.queryForList("select alert_clear(id, 'tester', '') from alerts where source = 'storm-test'");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(resolutions()).isEqualTo(3));
    }

    @Test
    void quietAlertsAreOneMail() {
        system.queryForList(
                "select alert_raise('quiet-test', '', 'k' || n, 'P3', 'Quiet ' || n, '', '{}', null, '{}', 'tester', 9, 1)"
                        + " from generate_series(1, 5) n");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(digests())
                        .singleElement()
                        .asString()
                        .contains("5 quiet alerts", "P3 quiet-test: Quiet 1 (open", "P3 quiet-test: Quiet 5 (open"));
        assertThat(ways.sent(Ways.SLACK, "quiet-test")).isEmpty();
    }

    private Integer resolutions() {
        return system.queryForObject(
                "select count(*) from alert_deliveries d join alerts a on a.id = d.alert_id where a.source = 'storm-test'"
                        + " and d.channel = 'pagerduty' and not d.telling and d.state = 'delivered'",
                Integer.class);
    }

    private List<String> digests() {
        return system.queryForList(
                "select variables::text from email_logs where mail_key like 'alert-digest:%'", String.class);
    }
}

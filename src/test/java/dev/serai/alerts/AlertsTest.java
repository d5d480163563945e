package dev.serai.alerts;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.serai.Api;
import dev.serai.Hub;
import dev.serai.OtherNode;
import dev.serai.OwnServers;
import dev.serai.RunningHub;
import dev.serai.TestHub;
import dev.serai.access.NewServiceKey;
import dev.serai.access.Role;
import dev.serai.access.Scopes;
import dev.serai.access.ServiceKeys;
import dev.serai.http.RouteCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Alerts from their cause to their end on two nodes, and what mail, chat and pager are told of them. */
@OwnServers
class AlertsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path temp;

    private static Ways ways;
    private static TestHub hub;
    private static RunningHub second;

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final Api operator = hub.as(null, Role.OPERATOR);
    private final JdbcTemplate system = hub.system();

    @BeforeAll
    static void start() {
        ways = new Ways();
        Map<String, String> settings = ways.settings(Map.of(
                "serai.alerts.storm.most", "100000",
                "serai.alerts.flapping.times", "3",
                "serai.alerts.flapping.window", "5s",
                "serai.alerts.severities.P0.repeat", "1s"));
        hub = TestHub.own(settings);
        second = Hub.start(OtherNode.variables(hub::setting, temp.resolve("second"), settings));
    }

    @AfterAll
    static void stop() {
        second.close();
        hub.close();
        ways.close();
    }

    @Test
    void anAlertIsToldToEachChannelOnceOnTwoNodesAndUntilItIsResolved() {
        long alert = raise("P1", "Deployment fails");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states(alert))
                        .containsOnly("mail delivered", "pagerduty delivered", "slack delivered"));
        change(alert, "acknowledge", "I look");
        change(alert, "resolve", "rolled back");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states(alert)).hasSize(8).allMatch(s -> s.endsWith("delivered")));

        List<JsonNode> pages = ways.sent(Ways.PAGERDUTY, "/alert/" + alert + "\"");
        assertThat(pages)
                .extracting(e -> e.path("event_action").asText())
                .containsExactly("trigger", "acknowledge", "resolve");
        assertThat(pages).allSatisfy(event -> {
            assertThat(event.path("routing_key").asText()).isEqualTo(Ways.ROUTING_KEY);
            assertThat(event.path("dedup_key").asText()).isEqualTo("serai/serai.example.com/alert/" + alert);
        });
        JsonNode payload = pages.getFirst().path("payload");
        assertThat(payload.path("summary").asText()).isEqualTo("P1 Deployment fails " + name);
        assertThat(payload.path("severity").asText()).isEqualTo("error");
        assertThat(payload.path("source").asText()).isEqualTo("serai/serai.example.com");
        assertThat(Instant.parse(payload.path("timestamp").asText())).isBefore(Instant.now());
        assertThat(pages.getFirst().path("links").get(0).path("href").asText())
                .isEqualTo("https://docs.example.com/runbooks/DeadLetters.md");
        assertThat(pages.getFirst().path("client_url").asText())
                .isEqualTo("https://serai.example.com/api/alerts/" + alert);
        assertThat(ways.sent(Ways.SLACK, name)).hasSize(3).first().satisfies(message -> {
            assertThat(message.path("text").asText()).isEqualTo("P1 Deployment fails " + name);
            assertThat(message.path("blocks").get(0).path("type").asText()).isEqualTo("header");
        });
        assertThat(mails(alert)).hasSize(2).allSatisfy(mail -> {
            assertThat(mail.get("recipient")).isEqualTo(Ways.MAIL);
            assertThat(mail.get("template")).isEqualTo("alert");
            assertThat(mail.get("variables").toString()).contains(name, "\"severity\": \"P1\"", "/api/alerts/" + alert);
        });
        assertThat(operator.get("/api/operator/audit?subject=" + alert).json().findValuesAsText("action"))
                .contains("alert_acknowledge", "alert_resolve");
    }

    @Test
    void manyAlertsOnTwoNodesAreToldOnceEach() {
        List<Long> alerts = IntStream.range(0, 30)
                .mapToObj(i -> raise("P1", "Many " + i + " of"))
                .toList();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts)
                        .allSatisfy(alert -> assertThat(states(alert))
                                .containsOnly("mail delivered", "pagerduty delivered", "slack delivered")));
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(ways.sent(Ways.PAGERDUTY, "/alert/" + alert + "\""))
                        .hasSize(1));
        assertThat(ways.sent(Ways.SLACK, name)).hasSize(30);
    }

    @Test
    void theSameCauseIsADuplicateWhileItIsOpenAndANewAlertWithALinkAfterwards() {
        Api.Reply first = tell("P3", "Comes back");
        Api.Reply again = tell("P3", "Comes back");
        long alert = first.json().path("alert").asLong();

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("duplicate").asBoolean()).isTrue();
        assertThat(again.json().path("alert").asLong()).isEqualTo(alert);
        assertThat(read(alert).path("count").asInt()).isEqualTo(2);
        change(alert, "resolve", "");

        long newer = raise("P3", "Comes back");
        assertThat(newer).isNotEqualTo(alert);
        assertThat(read(newer).path("former").asLong()).isEqualTo(alert);
        Api.Reply reopened = operator.post("/api/alerts/%d/reopen".formatted(alert), "{}");
        assertThat(reopened.status()).isEqualTo(409);
        assertThat(reopened.text()).contains("SERAI-ALERT-002", String.valueOf(newer));
    }

    @Test
    void aWorseCauseEscalatesTheOpenAlert() {
        long alert = raise("P2", "Grows");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(alert)).hasSize(2));
        assertThat(tell("P1", "Grows").json().path("duplicate").asBoolean()).isTrue();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(alert)).contains("pagerduty delivered"));
        assertThat(read(alert).path("severity").asText()).isEqualTo("P1");
        assertThat(kinds(alert)).containsExactly("opened", "escalated");
    }

    @Test
    void aNoticeIsAnAlertUntilItCloses() {
        long notice = notice("billing.seats-dead", name, "{}");

        long alert = alertOf("billing.seats-dead", name);
        JsonNode shown = read(alert);
        assertThat(shown.path("runbook").asText()).isEqualTo("BillingSeatsDead");
        assertThat(shown.path("title").asText()).isEqualTo("Stripe does not take a number of seats");
        assertThat(shown.path("notices").get(0).asLong()).isEqualTo(notice);
        system.update("update notices set closed_at = now() where id = ?", notice);

        awaitState(alert, "resolved");
        assertThat(read(alert).path("resolvedBy").asText()).isEqualTo("hub");
        assertThat(read(alert).path("count").asInt()).isOne();
    }

    @Test
    void resolvingAnAlertClosesItsNoticeAndOneThatComesBackIsANewAlert() {
        long notice = notice("billing.seats-dead", name, "{\"runbook\":\"Own\"}");
        long alert = alertOf("billing.seats-dead", name);
        assertThat(read(alert).path("runbook").asText()).isEqualTo("Own");

        change(alert, "resolve", "seen to");

        assertThat(system.queryForObject(
                        "select closed_at is not null from notices where id = ?", Boolean.class, notice))
                .isTrue();
        system.update("update notices set closed_at = null where id = ?", notice);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(alertOf("billing.seats-dead", name)).isNotEqualTo(alert));
    }

    @Test
    void whatComesAndGoesTooOftenStaysOpenUntilItStaysAway() {
        // Each silence is a notice of its own; they are of one source.
        for (int i = 0; i < 3; i++) {
            long notice = notice("webhook-silent", name + " " + i, "{\"source\":\"%s\"}".formatted(name));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(live("webhook-silent", name)).isOne());
            system.update("update notices set closed_at = now() where id = ?", notice);
            if (i < 2) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(live("webhook-silent", name)).isZero());
            }
        }
        long alert = alertOf("webhook-silent", name);
        assertThat(read(alert).path("flapping").asBoolean()).isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kinds(alert)).contains("calm"));
        assertThat(read(alert).path("state").asText()).isEqualTo("open");

        awaitState(alert, "resolved");
        assertThat(kinds(alert)).containsExactly("opened", "flapping", "calm", "resolved");
    }

    @Test
    void aWatchedConditionIsAnAlertWhileItHolds() {
        // In one transaction: nobody may work it off in between.
        system.execute("""
                do $$ begin
                    insert into webhook_events (source, event_id, body, received_at)
                    values ('watched', '%1$s', '', now() - interval '1 hour');
                    update webhook_outbox set available_at = now() + interval '1 hour'
                    where event_seq = (select seq from webhook_events where event_id = '%1$s');
                end $$""".formatted(name));
        await().atMost(PATIENCE).untilAsserted(() -> {
            system.update("update alert_watches set since = now() - interval '1 hour'");
            assertThat(live("webhook-events-waiting", "webhook-events-waiting")).isOne();
        });
        long alert = alertOf("webhook-events-waiting", "webhook-events-waiting");
        assertThat(read(alert).path("text").asText()).contains("1 stored webhook events have waited");

        system.update("delete from webhook_events where source = 'watched'");
        awaitState(alert, "resolved");
    }

    @Test
    void aChannelThatIsDownIsToldLaterAndOnce() {
        fails(Ways.SLACK, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        long alert = raise("P2", "Patience");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states(alert)).containsOnly("mail delivered", "slack delivered"));
        assertThat(ways.sent(Ways.SLACK, name)).hasSize(2);
        assertThat(delivery(alert, "slack").path("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void retryAfterIsKept() {
        fails(Ways.PAGERDUTY, aResponse().withStatus(429).withHeader("Retry-After", "2"));
        Instant began = Instant.now();
        long alert = raise("P1", "Quiet please");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(alert)).contains("pagerduty delivered"));
        assertThat(Instant.now()).isAfter(began.plusMillis(1900));
        assertThat(ways.sent(Ways.PAGERDUTY, name)).hasSize(2);
    }

    @Test
    void aChannelThatTakesNothingIsOneNoticeTheAlertStaysOpenAndTheNoticeClosesWhenItWorks() {
        ways.server.stubFor(post(Ways.PAGERDUTY)
                .atPriority(1)
                .withRequestBody(containing(name))
                .willReturn(aResponse()
                        .withStatus(400)
                        .withBody("{\"status\":\"invalid event\",\"errors\":[\"a secret word\"]}")));
        long alert = raise("P1", "Refused");
        long other = raise("P1", "Refused too");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of(alert, other))
                        .allSatisfy(id -> assertThat(states(id)).contains("pagerduty failed")));
        assertThat(delivery(alert, "pagerduty").path("explanation").asText())
                .isEqualTo("answered 400, which another attempt will not change");
        assertThat(delivery(alert, "pagerduty").path("attempts").asInt()).isOne();
        assertThat(read(alert).path("state").asText()).isEqualTo("open");
        long about = alertOf("alert-channel-failing", "pagerduty");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states(about)).containsOnly("mail delivered", "slack delivered"));
        assertThat(system.queryForObject(
                        "select count(*) from notices where kind = 'alert-channel-failing'", Integer.class))
                .isOne();

        ways.calm();
        raise("P1", "All is well");
        awaitState(about, "resolved");
    }

    @Test
    void anAttemptWhoseNodeDiedIsMadeByAnotherAndItsLateAnswerCountsNothing() {
        long alert = system.queryForObject(
                "select alert from alert_raise('lease-test', '', ?, 'P3', ?, '', '{}', null, '{}', 'tester', 9, 1)",
                Long.class,
                name,
                name);
        long event = system.queryForObject("select max(id) from alert_events where alert_id = ?", Long.class, alert);
        long delivery = system.queryForObject(
                "insert into alert_deliveries (event_id, alert_id, channel, telling, state, attempt, available_at)"
                        + " values (?, ?, 'slack', true, 'sending', 1, now() + interval '1 hour') returning id",
                Long.class,
                event,
                alert);
        Map<String, Object> row = new HashMap<>(system.queryForMap(
                "select 1 as attempt, m.* from alert_messages m where \"deliveryId\" = ?", delivery));

        system.update("update alert_deliveries set available_at = now() where id = ?", delivery); // its lease is over
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(alert)).contains("slack delivered"));
        assertThat(delivery(alert, "slack").path("attempts").asInt()).isEqualTo(2);
        ways.server.stubFor(post(Ways.SLACK)
                .atPriority(1)
                .withRequestBody(containing(name))
                .willReturn(aResponse().withStatus(404).withBody("no_service")));
        hub.hub().context().getBean(RouteCaller.class).call("alerts-deliver", null, Map.of(), row);

        assertThat(states(alert)).contains("slack delivered");
        assertThat(hub.as(null, Role.VIEWER).get("/metrics").text())
                .contains("serai_alert_deliveries_total{channel=\"slack\",outcome=\"overtaken\"} 1.0");
    }

    @Test
    void aResolutionWaitsForTheTellingBeforeIt() {
        fails(Ways.PAGERDUTY, aResponse().withStatus(503));
        long alert = raise("P1", "Short");
        change(alert, "resolve", "");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ways.sent(Ways.PAGERDUTY, "/alert/" + alert + "\""))
                        .extracting(e -> e.path("event_action").asText())
                        .containsExactly("trigger", "trigger", "resolve"));
    }

    @Test
    void aP0ThatNobodyAcknowledgesIsToldAgainAndAnAcknowledgedOneIsNot() {
        long alert = raise("P0", "Down");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kinds(alert)).contains("repeated"));
        change(alert, "acknowledge", "on it");
        int before = kinds(alert).size();

        await().during(Duration.ofMillis(1500))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kinds(alert)).hasSize(before));
        assertThat(ways.sent(Ways.SLACK, name))
                .extracting(m -> m.path("text").asText())
                .contains("P0 Still open: Down " + name);
        change(alert, "resolve", "");
        assertThat(operator.post("/api/alerts/%d/acknowledge".formatted(alert), "")
                        .status())
                .isEqualTo(409);
        change(alert, "reopen", "no");
        assertThat(read(alert).path("state").asText()).isEqualTo("open");
        change(alert, "resolve", "");
    }

    @Test
    void aTestTellsEachChannelAndSaysWhatBecameOfIt() {
        Api.Reply reply = operator.post("/api/alerts/test", "");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("deliveries").findValuesAsText("state"))
                .hasSize(4)
                .containsOnly("delivered");
        assertThat(reply.json().path("state").asText()).isEqualTo("resolved");
        long alert = reply.json().path("alert").asLong();
        assertThat(ways.sent(Ways.PAGERDUTY, "/alert/" + alert + "\""))
                .extracting(e -> e.path("event_action").asText())
                .containsExactly("trigger", "resolve");
        assertThat(mails(alert)).hasSize(1);
    }

    @Test
    void theListCountsBySeverityAndIsFilteredAndPaged() {
        long alert = raise("P2", "Listed");
        raise("P2", "Listed too");
        String source = "/api/alerts?source=t-" + name;

        JsonNode page =
                operator.get(source + "&limit=1&state=unresolved&severity=P2").json();
        assertThat(page.path("items")).hasSize(1);
        JsonNode next = operator.get(
                        source + "&limit=1&after=" + page.path("next").asText())
                .json();
        assertThat(next.path("items").get(0).path("alert").asLong()).isEqualTo(alert);
        assertThat(next.path("next").isNull()).isTrue();
        assertThat(page.path("counts").path("P2").path("open").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(page.path("channels").toString()).isEqualTo("[\"digest\",\"mail\",\"pagerduty\",\"slack\"]");
        assertThat(operator.get(source + "&severity=P0").json().path("items")).isEmpty();
        assertThat(operator.get("/api/alerts/999999999").json().path("code").asText())
                .isEqualTo("SERAI-ALERT-001");
        assertThat(operator.get("/api/alerts?severity=P9").status()).isEqualTo(400);
    }

    @Test
    void customersSeeNoAlertAndRaiseNoneAndAMonitorsKeyDoes() {
        String org = "alerts-" + name;
        String body = body("P2", "From outside");
        for (Role role : List.of(Role.MEMBER, Role.ORG_ADMIN)) {
            Api customer = hub.as(org, role);
            assertThat(customer.get("/api/alerts").status()).isEqualTo(403);
            assertThat(customer.get("/api/alerts/1").status()).isEqualTo(403);
            assertThat(customer.post("/api/alerts", body).status()).isEqualTo(403);
            assertThat(customer.post("/api/alerts/test", "").status()).isEqualTo(403);
        }
        assertThat(hub.as(null, Role.VIEWER).post("/api/alerts", body).status()).isEqualTo(403);
        assertThat(key(org, Set.of(Scopes.SEARCH)).post("/api/alerts", body).status())
                .isEqualTo(403);

        Api.Reply raised = key(org, Set.of(Scopes.ALERTS)).post("/api/alerts", body);
        assertThat(raised.status()).as(raised.text()).isEqualTo(201);
        assertThat(read(raised.json().path("alert").asLong()).path("org").asText())
                .isEqualTo(org);
        // The same key of another org is another cause.
        assertThat(key(org + "-other", Set.of(Scopes.ALERTS))
                        .post("/api/alerts", body)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void whatTheContractDoesNotAllowIsRefusedAllAtOnce() {
        Api.Reply reply = operator.post(
                "/api/alerts", "{\"source\":\"Not ok\",\"key\":\"\",\"severity\":\"P7\",\"title\":\"a\\nb\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("errors")).hasSize(4);
    }

    @Test
    void hostileTextsMentionNobodyAndNoSecretIsShown() {
        String evil = "<!channel> @everyone <https://evil.example|click> [x](https://evil.example) &amp; " + name;
        long alert = operator.post(
                        "/api/alerts",
                        "{\"source\":\"t-%s\",\"key\":\"evil\",\"severity\":\"P1\",\"title\":\"%s\",\"text\":\"%s\"}"
                                .formatted(name, evil, evil))
                .json()
                .path("alert")
                .asLong();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states(alert)).hasSize(3).allMatch(s -> s.endsWith("delivered")));

        JsonNode message = ways.sent(Ways.SLACK, name).getFirst();
        assertThat(message.path("text").asText()).doesNotContain("<", ">", "@everyone", "://");
        message.path("blocks").findParents("text").forEach(block -> {
            if (!block.path("type").asText().equals("mrkdwn")
                    && block.path("text").isTextual()) {
                assertThat(block.path("type").asText()).isEqualTo("plain_text");
                assertThat(block.path("text").asText()).doesNotContain("@everyone", "](", "://");
            }
        });
        assertThat(message.toString()).contains("<https://serai.example.com/api/alerts/" + alert + "|");
        String shown = operator.get("/api/alerts/" + alert).text()
                + operator.get("/api/alerts").text()
                + hub.as(null, Role.VIEWER).get("/metrics").text();
        assertThat(shown).doesNotContain("a-secret-word", Ways.ROUTING_KEY);
    }

    @Test
    void aMonitorResolvesWhatItHasRaisedAndNothingElse() {
        String org = "monitored-" + name;
        Api monitor = key(org, Set.of(Scopes.ALERTS));
        String cause = "{\"source\":\"t-%s\",\"key\":\"Web is down\"}".formatted(name);
        long alert = monitor.post("/api/alerts", body("P3", "Web is down"))
                .json()
                .path("alert")
                .asLong();

        Api.Reply stranger = key(org + "-other", Set.of(Scopes.ALERTS)).post("/api/alerts/clear", cause);
        Api.Reply person = hub.as(org, Role.MEMBER).post("/api/alerts/clear", cause);
        assertThat(stranger.json().path("cleared").asBoolean()).isFalse();
        assertThat(person.status()).isEqualTo(403);
        assertThat(read(alert).path("state").asText()).isEqualTo("open");

        Api.Reply over = monitor.post("/api/alerts/clear", cause);
        Api.Reply again = monitor.post("/api/alerts/clear", cause);

        assertThat(over.json().path("cleared").asBoolean()).as(over.text()).isTrue();
        assertThat(over.json().path("alert").asLong()).isEqualTo(alert);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("cleared").asBoolean()).isFalse();
        assertThat(read(alert).path("state").asText()).isEqualTo("resolved");
        assertThat(monitor.post("/api/alerts/clear", "{\"source\":\"t\"}").status())
                .isEqualTo(400);
    }

    @Test
    void whatTheHubHasOpenedEndsWithItsOwnCauseOnly() {
        long alert = Objects.requireNonNull(system.queryForObject("""
                select alert from alert_raise('t-own', '', ?, 'P3', 'Own', '', '{}', null, '{}', 'hub', 3, 5)""", Long.class, name));

        Api.Reply reply = operator.post("/api/alerts/clear", "{\"source\":\"t-own\",\"key\":\"%s\"}".formatted(name));

        assertThat(reply.json().path("cleared").asBoolean()).isFalse();
        assertThat(read(alert).path("state").asText()).isEqualTo("open");
    }

    @Test
    void aConditionThatCannotBeAskedIsAnAlertUntilItCan() {
        JdbcTemplate admin = admin();
        admin.execute("revoke select on dead_letter_jobs from serai_system");
        try {
            await().atMost(PATIENCE)
                    .until(() -> system.update(
                                    "update alert_watches set since = since - interval '2 minutes' where condition = 'alert-condition'")
                            == 2);
            await().atMost(PATIENCE).until(() -> blind("unresolved").size() == 2);
        } finally {
            admin.execute("grant select on dead_letter_jobs to serai_system");
        }

        assertThat(blind("unresolved").findValuesAsText("key"))
                .containsExactlyInAnyOrder("dead-letters", "dead-letters-rising");
        assertThat(blind("unresolved").get(0).path("runbook").asText()).isEqualTo("AlertConditionFailing");
        await().atMost(PATIENCE).until(() -> blind("unresolved").isEmpty());
        assertThat(blind("resolved")).hasSize(2);
    }

    private JsonNode blind(String state) {
        return operator.get("/api/alerts?source=alert-condition&state=" + state)
                .json()
                .path("items");
    }

    private static JdbcTemplate admin() {
        String prefix = "serai.database.admin.";
        return new JdbcTemplate(new DriverManagerDataSource(
                hub.setting(prefix + "url"), hub.setting(prefix + "username"), hub.setting(prefix + "password")));
    }

    private void fails(String path, com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder answer) {
        String scenario = UUID.randomUUID().toString();
        ways.server.stubFor(post(path)
                .atPriority(1)
                .withRequestBody(containing(name))
                .inScenario(scenario)
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("over")
                .willReturn(answer));
    }

    private Api key(String org, Set<String> scopes) {
        ServiceKeys keys = hub.hub().context().getBean(ServiceKeys.class);
        return new Api(
                hub.hub().address(),
                keys.create(new NewServiceKey(org, "monitor", scopes, null, "tester"))
                        .text());
    }

    private String body(String severity, String title) {
        return "{\"source\":\"t-%s\",\"key\":\"%s\",\"severity\":\"%s\",\"title\":\"%s %s\",\"text\":\"Text\",\"runbook\":\"DeadLetters\"}"
                .formatted(name, title, severity, title, name);
    }

    private Api.Reply tell(String severity, String title) {
        return operator.post("/api/alerts", body(severity, title));
    }

    private long raise(String severity, String title) {
        Api.Reply reply = tell(severity, title);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json().path("alert").asLong();
    }

    private void change(long alert, String verb, String note) {
        Api.Reply reply =
                operator.post("/api/alerts/%d/%s".formatted(alert, verb), "{\"note\":\"%s\"}".formatted(note));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private JsonNode read(long alert) {
        return operator.get("/api/alerts/" + alert).json();
    }

    private List<String> states(long alert) {
        return system.queryForList(
                "select channel || ' ' || state from alert_deliveries where alert_id = ? order by id",
                String.class,
                alert);
    }

    private JsonNode delivery(long alert, String channel) {
        for (JsonNode delivery : read(alert).path("deliveries")) {
            if (delivery.path("channel").asText().equals(channel)) {
                return delivery;
            }
        }
        throw new AssertionError(channel);
    }

    private List<String> kinds(long alert) {
        return system.queryForList("select kind from alert_events where alert_id = ? order by id", String.class, alert);
    }

    private List<Map<String, Object>> mails(long alert) {
        return system.queryForList(
                "select m.* from email_logs m join alert_events e on m.mail_key = 'alert:' || e.id || ':' || m.recipient"
                        + " where e.alert_id = ?",
                alert);
    }

    private long notice(String kind, String key, String details) {
        return system.queryForObject(
                "insert into notices (audience, kind, notice_key, severity, text, details)"
                        + " values ('operator', ?, ?, 'P3', 'It is so', ?::jsonb) returning id",
                Long.class,
                kind,
                key,
                details);
    }

    private int live(String source, String key) {
        return system.queryForObject(
                "select count(*) from alerts where source = ? and alert_key = ? and state <> 'resolved'",
                Integer.class,
                source,
                key);
    }

    private long alertOf(String source, String key) {
        return await().atMost(PATIENCE)
                .until(
                        () -> system.queryForList(
                                "select id from alerts where source = ? and alert_key = ? and state <> 'resolved'",
                                Long.class,
                                source,
                                key),
                        found -> found.size() == 1)
                .getFirst();
    }

    private void awaitState(long alert, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(read(alert).path("state").asText()).isEqualTo(state));
    }
}

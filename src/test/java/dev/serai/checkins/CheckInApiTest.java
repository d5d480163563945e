package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.NewServiceKey;
import dev.serai.access.Role;
import dev.serai.access.Scopes;
import dev.serai.access.ServiceKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What may be asked and changed by whom. */
class CheckInApiTest {
    private static final String SETTINGS = """
            {"enabled":true,"weekdays":[5,1],"everyWeeks":2,"departmentId":%s,"reminders":false,"expireDays":3}""";

    private final TestHub hub = TestHub.shared();
    private final JdbcTemplate system = hub.system();
    private final Jobs jobs = new Jobs(hub);
    private final String org = "checkins-" + UUID.randomUUID();
    private final Api admin = hub.as(org, Role.ORG_ADMIN);
    private final Api member = hub.as(org, Role.MEMBER);
    private final Api viewer = hub.as(null, Role.VIEWER);
    private final Api operator = hub.as(null, Role.OPERATOR);

    @Test
    void theDayShowsWhetherTheScheduleRan() {
        members("tester", "b");
        JsonNode before = day(viewer, "&org=" + org).path("orgs").get(0);
        assertThat(before.path("ran").asBoolean(true)).isFalse();
        assertThat(before.path("firing").isNull()).isTrue();
        assertThat(before.path("members").asInt()).isEqualTo(2);

        jobs.create(org, Jobs.DAY);
        fired("failed");
        assertThat(day(viewer, "&org=" + org).at("/orgs/0/ran").asBoolean(true)).isFalse();
        system.update("update schedule_firings set state = 'done', created = 2 where scope = ?", org);

        JsonNode after = day(viewer, "&org=" + org);
        assertThat(after.path("date").asText()).isEqualTo(Jobs.DAY.toString());
        assertThat(after.at("/orgs/0/ran").asBoolean()).isTrue();
        assertThat(after.at("/orgs/0/firing/created").asInt()).isEqualTo(2);
        assertThat(after.at("/orgs/0/sessions/pending").asInt()).isEqualTo(2);
        assertThat(day(admin, "").path("orgs")).isEqualTo(after.path("orgs"));
    }

    @Test
    void theHubsPeopleSeeEveryOrgAndCustomersTheirOwn() {
        members("tester", "b");
        jobs.create(org, Jobs.DAY);

        assertThat(day(viewer, "&limit=200").path("orgs").findValuesAsText("org"))
                .contains(org);
        assertThat(day(admin, "").path("orgs").findValuesAsText("org")).containsExactly(org);
        assertThat(day(admin, "").path("items")).hasSize(2);
        assertThat(day(member, "").path("items").findValuesAsText("memberId"))
                .as("a member's own only")
                .containsExactly("tester");
    }

    @Test
    void aDayWithoutAnythingIsAnEmptyPage() {
        JsonNode answer = admin.get("/api/sessions").json();

        assertThat(answer.path("items")).isEmpty();
        assertThat(answer.path("next").isNull()).isTrue();
        assertThat(answer.at("/orgs/0/ran").asBoolean(true)).isFalse();
    }

    @Test
    void pagesHaveEverySessionOnce() {
        members("a", "b", "c", "d", "e");
        jobs.create(org, Jobs.DAY);
        Set<String> seen = new HashSet<>();

        String after = "";
        int pages = 0;
        do {
            JsonNode page = day(admin, "&state=pending&limit=2" + after);
            page.path("items")
                    .findValuesAsText("sessionId")
                    .forEach(id -> assertThat(seen.add(id)).isTrue());
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asText();
            pages++;
        } while (!after.isEmpty());

        assertThat(seen).hasSize(5);
        assertThat(pages).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "today", "2026-3-2", "20260302", "9999-99-99"})
    void aDayThatIsNoneIsRefused(String date) {
        assertThat(admin.get("/api/sessions?date=" + date).status()).isEqualTo(400);
    }

    @Test
    void whatIsOverStaysAsItIs() {
        members("tester");
        jobs.create(org, Jobs.DAY);
        String path =
                "/api/sessions/" + day(member, "").at("/items/0/sessionId").asText();

        assertThat(member.post(path, "{\"state\":\"skipped\"}")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("skipped");
        assertThat(member.post(path, "{\"state\":\"skipped\"}").status()).isEqualTo(200);
        Api.Reply late = member.post(path, "{\"state\":\"completed\"}");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("code").asText()).isEqualTo("SERAI-CHECKIN-002");
        assertThat(member.get(path).json().path("settledBy").asText()).isEqualTo("tester");
        assertThat(member.post(path, "{\"state\":\"pending\"}").status()).isEqualTo(400);
    }

    @Test
    void othersSessionsAreForOrgAdminsAndServiceKeys() {
        members("b", "c");
        jobs.create(org, Jobs.DAY);
        List<String> ids = day(admin, "").path("items").findValuesAsText("sessionId");
        String first = "/api/sessions/" + ids.getFirst();

        assertThat(member.get(first).status()).isEqualTo(404);
        assertThat(member.post(first, "{\"state\":\"completed\"}").status()).isEqualTo(404);
        assertThat(admin.post(first, "{\"state\":\"completed\"}").status()).isEqualTo(200);
        Api key = key(Scopes.CHECKINS);
        assertThat(key.post("/api/sessions/" + ids.getLast(), "{\"state\":\"completed\"}")
                        .status())
                .isEqualTo(200);
        assertThat(key(Scopes.SEARCH).get(first).status()).isEqualTo(403);
        assertThat(viewer.get(first).status()).isEqualTo(200);
        assertThat(viewer.post(first, "{\"state\":\"skipped\"}").status()).isEqualTo(403);
    }

    @Test
    void departmentsAreMadeRenamedAndRemovedAndEachIsLogged() {
        Api.Reply made = admin.post("/api/departments", "{\"name\":\"Sales\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String path = "/api/departments/" + made.json().path("departmentId").asText();
        assertThat(admin.post("/api/departments", "{\"name\":\"SALES\"}")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("SERAI-CHECKIN-004");
        admin.post("/api/departments", "{\"name\":\"Legal\"}");
        assertThat(put(admin, path, "{\"name\":\"legal\"}").status()).isEqualTo(409);
        assertThat(put(admin, path, "{\"name\":\"sales\"}").status())
                .as("another case")
                .isEqualTo(200);
        assertThat(member.get("/api/departments?limit=1")
                        .json()
                        .at("/items/0/name")
                        .asText())
                .isEqualTo("Legal");
        assertThat(member.get("/api/departments?after=Legal")
                        .json()
                        .path("items")
                        .findValuesAsText("name"))
                .containsExactly("sales");
        assertThat(member.post("/api/departments", "{\"name\":\"x\"}").status()).isEqualTo(403);

        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.delete(path).status()).isEqualTo(404);
        assertThat(put(admin, path, "{\"name\":\"x\"}").status()).isEqualTo(404);
        assertThat(system.queryForList(
                        "select action from activity_log where org_id = ? order by id", String.class, org))
                .containsExactly(
                        "department.created", "department.created", "department.renamed", "department.deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " x", "x ", "a\\u0000b", "a\\nb"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThat(admin.post("/api/departments", "{\"name\":\"" + name + "\"}").status())
                .isEqualTo(400);
    }

    @Test
    void aDepartmentInUseStaysAndEveryUseIsNamed() {
        members("tester", "b");
        String department = department("Sales");
        put(admin, "/api/members/tester/department", "{\"departmentId\":\"" + department + "\"}");
        put(admin, "/api/checkin-settings", SETTINGS.formatted("\"" + department + "\""));

        Api.Reply refused = admin.delete("/api/departments/" + department);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("SERAI-CHECKIN-005");
        assertThat(refused.json().path("errors")).hasSize(2);

        system.update("update members set ended_at = now() where org_id = ?", org);
        put(admin, "/api/checkin-settings", SETTINGS.formatted("null"));
        assertThat(admin.delete("/api/departments/" + department).status())
                .as("members of old hold nothing")
                .isEqualTo(204);
    }

    @Test
    void movesSettingsNamesAndDeletionsAtOnceAreEachAnswered() {
        members("tester", "b");
        for (int round = 0; round < 5; round++) {
            String department = department("Sales " + round);
            String path = "/api/departments/" + department;
            String body = "{\"departmentId\":\"" + department + "\"}";
            List<Supplier<Api.Reply>> requests = List.of(
                    () -> put(admin, "/api/members/b/department", body),
                    () -> put(admin, "/api/members/tester/department", body),
                    () -> admin.delete(path),
                    () -> put(admin, "/api/checkin-settings", SETTINGS.formatted("\"" + department + "\"")),
                    () -> put(admin, path, "{\"name\":\"Taken\"}"),
                    () -> admin.post("/api/departments", "{\"name\":\"taken\"}"),
                    () -> admin.delete(path));

            assertThat(requests.stream().map(CompletableFuture::supplyAsync).toList())
                    .extracting(reply -> reply.join().status())
                    .isSubsetOf(200, 201, 204, 404, 409);
        }
        assertThat(system.queryForObject(
                        "select count(*) from departments where org_id = ? and lower(name) = 'taken'",
                        Integer.class,
                        org))
                .isOne();
    }

    @Test
    void membersAreListedByDepartmentAndAddressesAreForAdmins() {
        members("tester", "b", "c");
        String department = department("Sales");
        Api.Reply moved = put(admin, "/api/members/b/department", "{\"departmentId\":\"" + department + "\"}");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.json().path("departmentId").asText()).isEqualTo(department);

        JsonNode sales =
                admin.get("/api/members?department=" + department).json().path("items");
        assertThat(sales.findValuesAsText("email")).containsExactly("b@acme.test");
        assertThat(member.get("/api/members").text()).doesNotContain("@acme.test");
        assertThat(admin.get("/api/members?limit=2").json().path("next").asText())
                .isEqualTo("c");
        assertThat(admin.get("/api/members?after=c").json().path("items").findValuesAsText("memberId"))
                .containsExactly("tester");
        assertThat(put(admin, "/api/members/b/department", "{\"departmentId\":null}")
                        .json()
                        .path("departmentId")
                        .isNull())
                .isTrue();
    }

    @Test
    void anOrgThatHasNotChosenHasTheDefaultsAndAChangeIsLogged() {
        JsonNode before = member.get("/api/checkin-settings").json();
        assertThat(before.path("source").asText()).isEqualTo("default");
        assertThat(before.path("weekdays")).hasSize(7);

        Api.Reply changed = put(admin, "/api/checkin-settings", SETTINGS.formatted("null"));
        put(admin, "/api/checkin-settings", SETTINGS.formatted("null"));

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.header("etag")).isEqualTo("\"1\"");
        assertThat(changed.json().path("weekdays").toString()).isEqualTo("[1,5]");
        assertThat(system.queryForList(
                        "select details -> 'after' ->> 'everyWeeks' from activity_log where org_id = ?",
                        String.class,
                        org))
                .as("what is so already is no change")
                .containsExactly("2");
        assertThat(put(member, "/api/checkin-settings", SETTINGS.formatted("null"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aChangeBasedOnAnOlderVersionIsRefused() {
        put(admin, "/api/checkin-settings", SETTINGS.formatted("null"));

        for (String version : List.of("0", "2")) {
            Api.Reply late = admin.send(admin.request("/api/checkin-settings")
                    .header("Content-Type", "application/json")
                    .header("If-Match", "\"" + version + "\"")
                    .PUT(BodyPublishers.ofString(SETTINGS.formatted("null").replace("3}", "4}")))
                    .build());
            assertThat(late.status()).isEqualTo(409);
        }
        assertThat(admin.get("/api/checkin-settings").json().path("expireDays").asInt())
                .isEqualTo(3);
    }

    @Test
    void anOperatorNamesTheOrgAndIsAudited() {
        assertThat(operator.get("/api/checkin-settings").json().path("code").asText())
                .isEqualTo("SERAI-COMPANY-005");

        assertThat(put(operator, "/api/checkin-settings?org=" + org, SETTINGS.formatted("null"))
                        .status())
                .isEqualTo(200);

        assertThat(admin.get("/api/checkin-settings").json().path("source").asText())
                .isEqualTo("org");
        assertThat(system.queryForList("select action from operator_audit_log where subject = ?", String.class, org))
                .containsExactly("checkin_settings");
        assertThat(put(hub.as(null, Role.VIEWER), "/api/checkin-settings?org=" + org, SETTINGS.formatted("null"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void allMistakesOfSettingsAreReportedTogether() {
        Api.Reply reply = put(
                admin,
                "/api/checkin-settings",
                "{\"enabled\":1,\"weekdays\":[0,1,1],\"everyWeeks\":9,\"departmentId\":\"x\",\"extra\":1}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("errors").size()).isGreaterThanOrEqualTo(7);
    }

    private JsonNode day(Api api, String more) {
        Api.Reply reply = api.get("/api/sessions?date=" + Jobs.DAY + more);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String department(String name) {
        return admin.post("/api/departments", "{\"name\":\"" + name + "\"}")
                .json()
                .path("departmentId")
                .asText();
    }

    private void members(String... users) {
        for (String user : users) {
            system.update(
                    "insert into members (org_id, user_id, email) values (?, ?, ?)", org, user, user + "@acme.test");
        }
    }

    private void fired(String state) {
        system.update(
                "insert into schedule_firings (job, scope, scheduled_for, trigger, state)"
                        + " values ('scheduler', ?, '2026-03-02T08:00:00Z', 'tick', ?)",
                org,
                state);
    }

    private Api key(String scope) {
        String text = hub.hub()
                .context()
                .getBean(ServiceKeys.class)
                .create(new NewServiceKey(org, "agent", Set.of(scope), null, "test"))
                .text();
        return new Api(hub.hub().address(), text);
    }

    private static Api.Reply put(Api api, String path, String body) {
        return api.call("PUT", path, "application/json", body);
    }
}

package dev.serai.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an org chooses: defaults, changes by whom, and the traces that changes leave. */
class CompanySettingsTest {
    private static final String SETTINGS = "/api/company-settings";

    private final TestHub hub = TestHub.shared();
    private final String org = "company-" + UUID.randomUUID();
    private final Api admin = hub.as(org, Role.ORG_ADMIN);
    private final Api member = hub.as(org, Role.MEMBER);
    private final Api operator = hub.as(null, Role.OPERATOR);

    @Test
    void anOrgThatHasNotChosenHasTheDefaults() {
        Api.Reply reply = member.get(SETTINGS);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.header("etag")).isEqualTo("\"0\"");
        assertThat(reply.json().path("org").asText()).isEqualTo(org);
        JsonNode capTable = reply.json().path("settings").path("cap_table_enabled");
        assertThat(capTable.path("value").asBoolean(true)).isFalse();
        assertThat(capTable.path("source").asText()).isEqualTo("default");
        assertThat(capTable.path("lastChange").isNull()).isTrue();
        JsonNode search = reply.json().path("settings").path("search_enabled");
        assertThat(search.path("value").asBoolean()).isTrue();
        assertThat(search.path("operations").get(0).asText()).isEqualTo("searchDocuments");
        assertThat(search.path("changedBy").asText()).isEqualTo("operator");
        assertThat(reply.json().path("settings").fieldNames())
                .toIterable()
                .contains(
                        "allow_free_text_sentiment",
                        "allow_translation",
                        "data_retention_days",
                        "employee_can_mark_private",
                        "privacy_notice_enabled",
                        "privacy_notice_text");
    }

    @Test
    void aChangeTouchesOnlyWhatIsGivenAndIsLoggedWithBothValues() {
        admin.post(SETTINGS, "{\"data_retention_days\":365}");

        Api.Reply reply =
                admin.post(SETTINGS, "{\"cap_table_enabled\":true,\"privacy_notice_text\":\"We keep \\\"it\\\".\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.header("etag")).isEqualTo("\"3\"");
        assertThat(value(reply, "cap_table_enabled").asBoolean()).isTrue();
        assertThat(value(reply, "data_retention_days").asInt()).isEqualTo(365);
        JsonNode last = reply.json().path("settings").path("cap_table_enabled").path("lastChange");
        assertThat(last.path("by").asText()).isEqualTo("tester");
        Map<String, Object> log = logged().getLast();
        assertThat(log.get("actor")).isEqualTo("tester");
        assertThat(String.valueOf(log.get("before")))
                .isEqualTo("{\"cap_table_enabled\": null, \"privacy_notice_text\": null}");
        assertThat(String.valueOf(log.get("after"))).contains("\"cap_table_enabled\": true");
    }

    @Test
    void nullGoesBackToTheDefault() {
        admin.post(SETTINGS, "{\"employee_can_mark_private\":false,\"cap_table_enabled\":true}");

        Api.Reply reply = admin.post(SETTINGS, "{\"employee_can_mark_private\":null}");

        JsonNode setting = reply.json().path("settings").path("employee_can_mark_private");
        assertThat(setting.path("value").asBoolean()).isTrue();
        assertThat(setting.path("source").asText()).isEqualTo("default");
        assertThat(value(reply, "cap_table_enabled").asBoolean()).isTrue();
    }

    @Test
    void whatIsSoAlreadyChangesNothing() {
        Api.Reply first = admin.post(SETTINGS, "{\"allow_translation\":true}");

        Api.Reply again = admin.post(SETTINGS, "{\"allow_translation\":true}");
        Api.Reply byOperator = operator.post(SETTINGS + "?org=" + org, "{\"allow_translation\":true}");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("etag")).isEqualTo(first.header("etag"));
        assertThat(byOperator.header("etag")).isEqualTo(first.header("etag"));
        assertThat(logged()).hasSize(1);
        assertThat(audited()).isEmpty();
    }

    @Test
    void allMistakesAreToldAtOnceAndNothingIsChanged() {
        Api.Reply reply = admin.post(SETTINGS, """
                {"cap_table_enabled":"yes","data_retention_days":7,"allow_translation":1,"privacy_notice_text":"\\u0000",
                 "no_such":true,"version":9,"privacy_notice_enabled":{},"employee_can_mark_private":true}
                """);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-COMPANY-003");
        assertThat(reply.json().path("errors")).hasSize(7);
        assertThat(reply.json().path("errors").findValuesAsText("message"))
                .anyMatch(text -> text.contains("from 30 to 3650") && text.contains("got 7"))
                .anyMatch(text -> text.contains("no such setting") && text.contains("allow_translation"));
        assertThat(logged()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "7",
                "{\"privacy_notice_text\":\"\\ud800\"}",
                "{\"data_retention_days\":1e3}",
                "{\"data_retention_days\":365.5}",
                "{\"data_retention_days\":99999999999999999999}",
                "{\"\":true}",
                "{\"search_enabled'; drop table company_settings; --\":true}"
            })
    void whatIsNoSettingIs400(String body) {
        Api.Reply reply = admin.post(SETTINGS, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    }

    @Test
    void aTextOfTheLongestLengthIsKept() {
        String text = "é".repeat(3999) + "\uD83D\uDE00";

        assertThat(admin.post(SETTINGS, "{\"privacy_notice_text\":\"%s\"}".formatted(text))
                        .status())
                .isEqualTo(200);
        assertThat(admin.post(SETTINGS, "{\"privacy_notice_text\":\"%sx\"}".formatted(text))
                        .status())
                .isEqualTo(400);
        assertThat(value(admin.get(SETTINGS), "privacy_notice_text").asText()).isEqualTo(text);
    }

    @Test
    void aChangeBasedOnAnOlderVersionIsToldBothValues() {
        String version = admin.post(SETTINGS, "{\"data_retention_days\":100}").header("etag");
        admin.post(SETTINGS, "{\"data_retention_days\":200}");

        Api.Reply late = changeBasedOn(version, "{\"data_retention_days\":300,\"allow_translation\":true}");

        assertThat(late.status()).as(late.text()).isEqualTo(409);
        assertThat(late.json().path("code").asText()).isEqualTo("SERAI-COMPANY-004");
        assertThat(late.json().path("errors").findValuesAsText("message"))
                .containsExactlyInAnyOrder("is 200 now; you want 300", "is the default false now; you want true");
        assertThat(value(admin.get(SETTINGS), "data_retention_days").asInt()).isEqualTo(200);
        assertThat(changeBasedOn(admin.get(SETTINGS).header("etag"), "{\"data_retention_days\":300}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void ofManyChangesBasedOnOneVersionOneIsTaken() {
        String version = admin.post(SETTINGS, "{\"data_retention_days\":100}").header("etag");

        List<Integer> statuses = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> changeBasedOn(version, "{\"data_retention_days\":%d}".formatted(200 + i))
                        .status())
                .toList();

        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(logged()).hasSize(2);
    }

    @Test
    void concurrentFirstChangesOfDifferentSettingsAllHold() {
        List.of("allow_translation", "allow_free_text_sentiment", "privacy_notice_enabled", "cap_table_enabled")
                .parallelStream()
                .forEach(key -> assertThat(admin.post(SETTINGS, "{\"%s\":true}".formatted(key))
                                .status())
                        .isEqualTo(200));

        JsonNode settings = admin.get(SETTINGS).json();
        assertThat(settings.path("version").asInt()).isEqualTo(5);
        assertThat(settings.path("settings")
                        .path("allow_translation")
                        .path("value")
                        .asBoolean())
                .isTrue();
        assertThat(settings.path("settings")
                        .path("cap_table_enabled")
                        .path("value")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anOperatorChangesAnyOrgAndIsAudited() {
        Api.Reply reply = operator.post(SETTINGS + "?org=" + org, "{\"search_enabled\":false}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(value(admin.get(SETTINGS), "search_enabled").asBoolean(true)).isFalse();
        assertThat(audited()).hasSize(1);
        assertThat(audited().get(0).path("action").asText()).isEqualTo("company_settings");
        assertThat(audited().get(0).path("details").toString())
                .isEqualTo("{\"after\":{\"search_enabled\":false},\"before\":{\"search_enabled\":null}}");
        assertThat(logged()).hasSize(1);
    }

    @Test
    void whoMayWhat() {
        assertThat(member.post(SETTINGS, "{\"cap_table_enabled\":true}").status())
                .isEqualTo(403);
        assertThat(hub.as(null, Role.VIEWER)
                        .post(SETTINGS + "?org=" + org, "{\"cap_table_enabled\":true}")
                        .status())
                .isEqualTo(403);
        assertThat(hub.as(null, Role.VIEWER).get(SETTINGS + "?org=" + org).status())
                .isEqualTo(200);
        assertThat(hub.anonymous().get(SETTINGS).status()).isEqualTo(401);
        Api.Reply unnamed = operator.get(SETTINGS);
        assertThat(unnamed.status()).isEqualTo(400);
        assertThat(unnamed.json().path("code").asText()).isEqualTo("SERAI-COMPANY-005");
        Api.Reply notTheirs = admin.post(SETTINGS, "{\"search_enabled\":false,\"allow_translation\":true}");
        assertThat(notTheirs.status()).isEqualTo(403);
        assertThat(notTheirs.json().path("errors")).hasSize(1);
        assertThat(logged()).isEmpty();
    }

    @Test
    void anotherOrgIsNotToBeNamed() {
        String other = "company-" + UUID.randomUUID();

        assertThat(admin.get(SETTINGS + "?org=" + other).json().path("code").asText())
                .isEqualTo("SERAI-HTTP-014");
        assertThat(admin.post(SETTINGS + "?org=" + other, "{\"cap_table_enabled\":true}")
                        .status())
                .isEqualTo(403);
        assertThat(admin.get(SETTINGS + "?org=" + org).status()).isEqualTo(200);
    }

    @Test
    void anUpdateTypedByHandIsVersionedLoggedAndRefusedWhenItIsNoSetting() {
        admin.post(SETTINGS, "{\"cap_table_enabled\":true}");

        hub.system().update("update company_settings set cap_table_enabled = false where org_id = ?", org);

        Api.Reply reply = admin.get(SETTINGS);
        assertThat(value(reply, "cap_table_enabled").asBoolean(true)).isFalse();
        assertThat(reply.header("etag")).isEqualTo("\"3\"");
        assertThat(reply.json()
                        .path("settings")
                        .path("cap_table_enabled")
                        .path("lastChange")
                        .path("by")
                        .asText())
                .startsWith("sql:");
        assertThat(logged()).hasSize(2);
        for (String wrong :
                List.of("data_retention_days = 1", "features = '{\"search\": \"off\"}'", "features = '[]'")) {
            assertThatThrownBy(() ->
                            hub.system().update("update company_settings set " + wrong + " where org_id = ?", org))
                    .as(wrong)
                    .hasStackTraceContaining("check constraint");
        }
        assertThatThrownBy(() -> hub.system().update("update company_settings set version = 9 where org_id = ?", org))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void operatorsFindThePrivacySettingsByTheNameOrganizations() {
        admin.post(SETTINGS, "{\"data_retention_days\":90}");

        assertThat(hub.system()
                        .queryForObject(
                                "select data_retention_days from organizations where data_retention_days is not null and id = ?",
                                Integer.class,
                                org))
                .isEqualTo(90);
    }

    private Api.Reply changeBasedOn(String version, String body) {
        return admin.send(admin.request(SETTINGS)
                .header("Content-Type", "application/json")
                .header("If-Match", version)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode value(Api.Reply reply, String key) {
        return reply.json().path("settings").path(key).path("value");
    }

    private List<Map<String, Object>> logged() {
        return hub.system()
                .queryForList(
                        "select actor, details -> 'before' as before, details -> 'after' as after from activity_log"
                                + " where org_id = ? and action = 'company.settings' order by id",
                        org);
    }

    private JsonNode audited() {
        return operator.get("/api/operator/audit?subject=" + org).json().path("items");
    }
}

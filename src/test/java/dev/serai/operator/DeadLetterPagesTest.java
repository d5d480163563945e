package dev.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator finds out about dead letters, and how. */
class DeadLetterPagesTest {
    private final TestHub hub = TestHub.shared();
    private final String org = "letters-" + UUID.randomUUID();
    private final Api owner = hub.as(org, Role.ORG_ADMIN);
    private final Api viewer = hub.as(null, Role.VIEWER);

    @Test
    void aDeadLetterTellsEverythingButTheContent() {
        String document = dead();

        JsonNode listed = list("").get(0);
        JsonNode letter =
                viewer.get("/api/dead-letters/" + listed.path("id").asText()).json();

        assertThat(letter.path("documentId").asText()).isEqualTo(document);
        assertThat(letter.path("org").asText()).isEqualTo(org);
        assertThat(letter.path("queue").asText()).isEqualTo("serai.documents.chunk");
        assertThat(letter.path("route").asText()).isEqualTo("documents-chunk");
        assertThat(letter.path("routeRevision").asText()).matches("[1-9][0-9]*");
        assertThat(letter.path("step").asText()).isEqualTo("documents-chunk-extract");
        assertThat(letter.path("code").asText()).isEqualTo("SERAI-TEXT-001");
        assertThat(letter.path("causeClass").asText()).isEqualTo("bad_input");
        assertThat(letter.path("exceptionClass").asText()).isNotBlank();
        assertThat(letter.path("stack").asText()).startsWith("dev.serai.problem.Refusal\n\tat dev.serai.");
        assertThat(letter.path("payload").path("documentId").asText()).isEqualTo(document);
        assertThat(letter.path("headers").path("worker").asText()).isNotBlank();
        assertThat(letter.path("attemptTimes")).hasSize(1);
        assertThat(letter.path("attemptTimes").get(0).path("startedAt").asText())
                .isNotBlank();
        assertThat(letter.path("history").findValuesAsText("outcome")).containsExactly("done", "dead-lettered");
        assertThat(letter.path("outcome").asText()).isEqualTo("open");
        assertThat(letter.path("replayCount").asInt()).isZero();
        assertThat(letter.path("verdict").asText()).isEqualTo("replayable");
        assertThat(letter.path("persists").asBoolean()).isTrue();
        assertThat(letter.path("warnings").findValuesAsText("code")).contains("bad-input");
        assertThat(letter.toString()).doesNotContain("confidential words");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrDouble() {
        DeadRows.insert(hub.system(), org, 7, "00000000000000aa");
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = viewer.get("/api/dead-letters?org=%s&limit=3%s".formatted(org, next))
                    .json();
            seen.addAll(page.path("items").findValuesAsText("id"));
            next = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asText();
        } while (!next.isEmpty());

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(DeadRows.ids(hub, org));
    }

    @Test
    void filtersNarrowAndSearchFinds() {
        String document = dead();
        DeadRows.insert(hub.system(), org, 2, "00000000000000ab");
        String id = list("&stage=chunk").get(0).path("id").asText();

        assertThat(list("")).hasSize(3);
        assertThat(list("&stage=index")).hasSize(2);
        assertThat(list("&code=SERAI-TEXT-001")).hasSize(1);
        assertThat(list("&causeClass=our_defect")).hasSize(2);
        assertThat(list("&fingerprint=00000000000000ab")).hasSize(2);
        assertThat(list("&outcome=open")).hasSize(3);
        assertThat(list("&outcome=healed")).isEmpty();
        assertThat(list("&until=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(list("&since=2020-01-01T00:00:00%2B02:00")).hasSize(3);
        assertThat(list("&q=" + id)).hasSize(1);
        assertThat(list("&q=" + document)).hasSize(1);
        assertThat(list("&q=JAVA.LANG.error")).hasSize(2);
        assertThat(list("&q=made%20by")).hasSize(2);
        assertThat(list("&q=%25")).isEmpty();
        assertThat(list("&q='%20or%201=1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?since=yesterday",
                "?since=2026-02-30T00:00:00Z",
                "?until=2026-01-01T25:00:00Z",
                "?q=%00",
                "?after=1_x",
                "?after=99999999999999999999_00000000-0000-0000-0000-000000000000",
                "?outcome=lost",
                "?causeClass=bad",
                "?org=a%20b",
                "?limit=0",
                "?stage=all"
            })
    void whatMakesNoSenseIsRefusedByName(String query) {
        Api.Reply reply = viewer.get("/api/dead-letters" + query);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("errors").get(0).path("at").asText())
                .isEqualTo("/query/" + query.substring(1, query.indexOf('=')));
    }

    @Test
    void groupsCountOneCauseOnce() {
        DeadRows.insert(hub.system(), org, 4, "00000000000000ac");
        DeadRows.insert(hub.system(), org + "-2", 1, "00000000000000ac");
        DeadRows.insert(hub.system(), org, 1, "00000000000000ad");

        JsonNode groups = viewer.get("/api/dead-letters/groups?fingerprint=00000000000000ac")
                .json();
        JsonNode group = groups.path("items").get(0);

        assertThat(groups.path("total").asInt()).isOne();
        assertThat(group.path("count").asInt()).isEqualTo(5);
        assertThat(group.path("open").asInt()).isEqualTo(5);
        assertThat(group.path("orgCount").asInt()).isEqualTo(2);
        assertThat(group.path("causeClass").asText()).isEqualTo("our_defect");
        assertThat(group.path("persists").asBoolean()).isFalse();
        assertThat(group.path("example").path("message").asText()).isEqualTo("made by a test");
        assertThat(viewer.get("/api/dead-letters/groups?org=" + org).json().path("items"))
                .hasSize(2);
    }

    @Test
    void aDeletedDocumentTakesItsDeadLetterOutOfTheOpenOnes() {
        String document = dead();

        assertThat(owner.delete("/api/documents/" + document).status()).isEqualTo(204);

        JsonNode letter = list("").get(0);
        assertThat(letter.path("outcome").asText()).isEqualTo("document-deleted");
        assertThat(viewer.get("/api/dead-letters/" + letter.path("id").asText())
                        .json()
                        .path("verdict")
                        .asText())
                .isEqualTo("document-deleted");
    }

    @Test
    void aReprocessingThatFailsAgainIsFollowedFromTheFirst() {
        String document = dead();
        String first = list("").get(0).path("id").asText();

        owner.call("POST", "/api/documents/" + document + "/reprocess", null, "");
        owner.settled(document);

        JsonNode letters = list("");
        assertThat(letters.findValuesAsText("outcome")).containsExactly("open", "failed-again");
        assertThat(letters.get(0).path("previousId").asText()).isEqualTo(first);
        assertThat(viewer.get("/api/dead-letters/" + first)
                        .json()
                        .path("nextId")
                        .asText())
                .isEqualTo(letters.get(0).path("id").asText());
    }

    private JsonNode list(String more) {
        Api.Reply reply = viewer.get("/api/dead-letters?org=" + org + more);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("items");
    }

    /** A file that says it is a PDF and is none. */
    private String dead() {
        byte[] content = ("%PDF-1.7\nconfidential words " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        Api.Reply reply = owner.upload("broken.pdf", content);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String id = reply.json().path("documentId").asText();
        assertThat(owner.settled(id).path("status").asText()).isEqualTo("failed");
        return id;
    }
}

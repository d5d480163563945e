package dev.serai.company;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which documents are linked to no company, or to one that the org's other documents disagree with. */
class LinkageTest {
    private static final String MISMATCHES = "/api/company-settings/linkage-mismatches";

    private final TestHub hub = TestHub.shared();
    private final String org = "linkage-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.MEMBER);

    @Test
    void aMissingLinkAnotherSpellingAndTwoLinksOfOneContentAreFound() {
        upload("Acme-Inc", "one");
        upload("Acme-Inc", "two");
        String spelled = upload("ACME_INC", "three");
        String unlinked = upload(null, "four");
        String twice = upload("Globex", "two", "&duplicate=true");

        Api.Reply reply = api.get(MISMATCHES);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode items = reply.json().path("items");
        assertThat(findings(items, spelled)).containsExactly("spelling");
        assertThat(findings(items, unlinked)).containsExactly("unlinked");
        assertThat(findings(items, twice)).containsExactly("same-content");
        assertThat(items).hasSize(4);
        assertThat(items.findValuesAsText("suggestion")).contains("Acme-Inc");
        assertThat(reply.json().path("documents").asInt()).isEqualTo(5);
        assertThat(reply.json().path("counts").toString())
                .isEqualTo("{\"spelling\":1,\"unlinked\":1,\"same-content\":2}");
    }

    @Test
    void pagesJoinWithoutGaps() {
        List<String> ids = List.of(upload(null, "a"), upload(null, "b"), upload(null, "c"));

        JsonNode first = api.get(MISMATCHES + "?limit=2").json();
        JsonNode second = api.get(
                        MISMATCHES + "?limit=2&after=" + first.path("next").asText())
                .json();

        assertThat(first.path("items").findValuesAsText("documentId")).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.path("items").findValuesAsText("documentId")).containsExactly(ids.get(0));
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void anOrgWithoutMismatchesHasNoneAndOperatorsNameTheOrg() {
        upload("Acme", "fine");

        assertThat(api.get(MISMATCHES).json().path("items")).isEmpty();
        assertThat(hub.as(null, Role.VIEWER)
                        .get(MISMATCHES + "?org=" + org)
                        .json()
                        .path("documents")
                        .asInt())
                .isEqualTo(1);
        assertThat(hub.as(null, Role.VIEWER).get(MISMATCHES).status()).isEqualTo(400);
        assertThat(api.get(MISMATCHES + "?org=another").status()).isEqualTo(403);
    }

    private String upload(String company, String content) {
        return upload(company, content, "");
    }

    private String upload(String company, String content, String more) {
        String query = "?documentType=deed" + (company == null ? "" : "&companyId=" + company) + more;
        Api.Reply reply =
                api.upload("/api/documents" + query, content + ".txt", BodyPublishers.ofString(content + " " + org));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("documentId").asText();
    }

    private static List<String> findings(JsonNode items, String id) {
        return items.valueStream()
                .filter(item -> item.path("documentId").asText().equals(id))
                .flatMap(item -> item.path("findings").findValuesAsText("kind").stream())
                .toList();
    }
}

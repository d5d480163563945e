package dev.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import org.junit.jupiter.api.Test;

/** Nodes stand still and go on by an operator's action, which is written down. */
class NodeActionsTest {
    private final TestHub hub = TestHub.shared();
    private final Api operator = hub.as(null, Role.OPERATOR);

    @Test
    void aPausedNodeIsAPauseAndARowOfTheLog() {
        String node = hub.setting("serai.node");
        try {
            Api.Reply paused = act("node_pause", node);

            assertThat(paused.status()).as(paused.text()).isEqualTo(200);
            assertThat(paused.json().path("subject").asText()).isEqualTo(node);
            assertThat(DeadRows.count(hub, "select count(*) from pauses where target = ?", node))
                    .isOne();
        } finally {
            assertThat(act("node_resume", node).status()).isEqualTo(200);
        }
        assertThat(DeadRows.count(hub, "select count(*) from pauses where target = ?", node))
                .isZero();
        assertThat(operator.get("/api/operator/audit?limit=2&subject=" + node)
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .containsExactly("node_resume", "node_pause");
    }

    @Test
    void anUnknownNodeIsRefusedAndNothingIsWritten() {
        assertThat(act("node_pause", "no-such-node").status()).isEqualTo(404);
        assertThat(operator.get("/api/operator/audit?subject=no-such-node")
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void aPauseThatNamesNothingIsRefusedAndNothingStands() {
        Api.Reply reply = operator.post("/api/operator/actions", "{\"type\":\"node_pause\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text()).contains("nodeKey");
        assertThat(DeadRows.count(hub, "select count(*) from pauses where target = ?", "all"))
                .isZero();
    }

    private Api.Reply act(String type, String node) {
        return operator.post("/api/operator/actions", "{\"type\":\"%s\",\"nodeKey\":\"%s\"}".formatted(type, node));
    }
}

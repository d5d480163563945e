package dev.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters are of all orgs, so no customer's token gets near them; a viewer looks, an operator acts. */
class OperatorRolesTest {
    private static final String ID = "00000000-0000-4000-8000-000000000000";

    private final TestHub hub = TestHub.shared();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /api/dead-letters                            |                                             | 200 | 200
            GET  | /api/dead-letters/groups                     |                                             | 200 | 200
            GET  | /api/dead-letters/%s                         |                                             | 404 | 404
            GET  | /api/dead-letters/replay-plans               |                                             | 200 | 200
            GET  | /api/dead-letters/replay-plans/%s            |                                             | 404 | 404
            POST | /api/dead-letters/replay-plans               | {"deadLetterIds":["%s"]}                    | 403 | 201
            POST | /api/dead-letters/replay-plans/%s/run        |                                             | 403 | 404
            POST | /api/dead-letters/replay-plans/%s/cancel     |                                             | 403 | 404
            POST | /api/operator/actions                        | {"type":"dlq_replay","deadLetterId":"%s"}   | 403 | 404
            POST | /api/operator/actions                        | {"type":"dlq_delete","deadLetterId":"%s"}   | 403 | 404
            GET  | /api/operator/audit                          |                                             | 200 | 200
            """)
    void eachCallerGetsWhatItsRoleAllows(String method, String path, String body, int viewer, int operator) {
        assertThat(hub.anonymous().call(method, at(path), type(body), of(body)).status())
                .isEqualTo(401);
        for (Role customer : new Role[] {Role.MEMBER, Role.ORG_ADMIN}) {
            Api.Reply reply =
                    hub.as("customer-" + UUID.randomUUID(), customer).call(method, at(path), type(body), of(body));
            assertThat(reply.status()).as("%s as %s", path, customer).isEqualTo(403);
            assertThat(reply.json().path("code").asText()).isEqualTo("SERAI-HTTP-011");
        }
        assertThat(hub.as(null, Role.VIEWER)
                        .call(method, at(path), type(body), of(body))
                        .status())
                .isEqualTo(viewer);
        for (Role hubRole : new Role[] {Role.OPERATOR, Role.ADMIN}) {
            assertThat(hub.as(null, hubRole)
                            .call(method, at(path), type(body), of(body))
                            .status())
                    .as("%s as %s", path, hubRole)
                    .isEqualTo(operator);
        }
    }

    private static String at(String path) {
        return path.replace("%s", ID);
    }

    private static String type(String body) {
        return body == null ? null : "application/json";
    }

    private static String of(String body) {
        return body == null ? "" : body.replace("%s", ID);
    }
}

package dev.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The post-deploy check against a hub that is well, with tokens that it refuses, and against no hub at all. */
class SmokeTest {
    private final TestHub hub = TestHub.shared();
    private final String org = "smoke-" + UUID.randomUUID();
    private final Api owner = hub.as(org, Role.ORG_ADMIN);
    private final Api operator = hub.as(null, Role.OPERATOR);

    private record Run(int exit, List<String> lines) {
        List<String> starting(String word) {
            return lines.stream().filter(l -> l.startsWith(word)).toList();
        }
    }

    @Test
    void aHubThatIsWellPassesAndKeepsNothingOfIt() throws Exception {
        Run run = smoke(hub.hub().address(), token(owner), token(operator));

        assertThat(run.starting("FAIL")).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.starting("PASS"))
                .contains(
                        "PASS  health",
                        "PASS  deep health says ok",
                        "PASS  pipeline health",
                        "PASS  documentation",
                        "PASS  contract",
                        "PASS  upload",
                        "PASS  document becomes ready",
                        "PASS  search finds the document",
                        "PASS  delete",
                        "PASS  deleted document is gone",
                        "PASS  search forgets the document");
        assertThat(run.starting("SKIP")).hasSize(3).allMatch(l -> l.endsWith("not in this version"));
        assertThat(owner.get("/api/documents").json().path("items")).isEmpty();
    }

    @Test
    void tokensThatAreRefusedFailWithWhatTheHubSaid() throws Exception {
        Run run = smoke(hub.hub().address(), "nobody", "nobody");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.starting("FAIL"))
                .hasSize(2)
                .anyMatch(l -> l.startsWith("FAIL  pipeline health: expected status 200, got 401"))
                .anyMatch(l -> l.startsWith("FAIL  upload: expected status 202, got 401"));
        assertThat(run.starting("PASS")).contains("PASS  health", "PASS  documentation");
    }

    @Test
    void aHubThatDoesNotAnswerFailsEveryCheck() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Run run = smoke("http://127.0.0.1:" + free, "x", "x");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.starting("PASS")).isEmpty();
        assertThat(run.starting("FAIL")).isNotEmpty().allMatch(l -> l.contains("got 000"));
    }

    @Test
    void withoutATokenOrAJarToMakeOneItDoesNotBegin() throws Exception {
        Run run = smoke(hub.hub().address(), "", "");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.lines()).singleElement().asString().startsWith("FAIL  start: SERAI_TOKEN is not set");
    }

    private static String token(Api api) {
        return Objects.requireNonNull(api.token());
    }

    private static Run smoke(String url, String token, String operatorToken) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "ops/smoke.sh").redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SERAI_URL", url,
                        "SERAI_TOKEN", token,
                        "SERAI_OPERATOR_TOKEN", operatorToken,
                        "SERAI_JAR", "no-such.jar"));
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        return new Run(process.waitFor(), lines);
    }
}

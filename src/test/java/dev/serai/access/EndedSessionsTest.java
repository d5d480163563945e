package dev.serai.access;

import static dev.serai.access.IssuerDouble.RSA;
import static dev.serai.access.IssuerDouble.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.serai.Api;
import dev.serai.Hub;
import dev.serai.OtherNode;
import dev.serai.OwnServers;
import dev.serai.RunningHub;
import dev.serai.TestHub;
import dev.serai.mirror.Events;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What Clerk ends is over within three seconds, on every node and after a restart. */
@OwnServers
class EndedSessionsTest {
    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    private static Path temp;

    private static WireMockServer server;
    private static TestHub first;
    private static RunningHub second;
    private static Map<String, String> clerk = Map.of();

    private final String name = UUID.randomUUID().toString().replace("-", "");
    private final Events events = new Events(first);

    @BeforeAll
    static void start() throws Exception {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        clerk = Map.of(
                "CLERK_ISSUER",
                AccessSamples.CLERK,
                "CLERK_JWKS_URL",
                new IssuerDouble(server).jwksUrl(),
                "CLERK_AUTHORIZED_PARTIES",
                "https://app.acme.test",
                "serai.access.jwks.timeout",
                "20s");
        first = TestHub.own(clerk);
        second = node("second");
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
        server.stop();
    }

    @Test
    void anEndedSessionsTokenIsRefusedOnEveryNode() {
        String token = token();
        assertThat(status(first.hub(), token)).isEqualTo(200);
        assertThat(status(second, token)).isEqualTo(200);

        tell(
                "session.revoked",
                "{\"id\":\"sess_%s\",\"status\":\"revoked\",\"expire_at\":%d}".formatted(name, later()));

        refused(token, "SERAI-AUTH-009");
    }

    @Test
    void aDeletedUsersTokensAreRefusedOnEveryNode() {
        String token = token();
        assertThat(status(second, token)).isEqualTo(200);

        tell("user.deleted", "{\"id\":\"user_%s\",\"deleted\":true}".formatted(name));

        refused(token, "SERAI-AUTH-018");
    }

    @Test
    void aDeletedOrgsTokensAndServiceKeysAreRefusedOnEveryNode() {
        String token = token();
        ServiceKeys keys = first.hub().context().getBean(ServiceKeys.class);
        String key = keys.create(
                        new NewServiceKey("org_" + name, "test", Set.of(Scopes.DOCUMENTS_READ), null, "tester"))
                .text();
        assertThat(status(second, "Bearer " + key)).isEqualTo(200);
        assertThat(status(second, token)).isEqualTo(200);

        tell("organization.deleted", "{\"id\":\"org_%s\",\"deleted\":true}".formatted(name));

        refused(token, "SERAI-AUTH-019");
        refused("Bearer " + key, "SERAI-AUTH-019");
    }

    @Test
    void whatEndedBeforeAStartIsRefusedFromTheFirstRequestOn() throws Exception {
        String token = token();
        tell("session.ended", "{\"id\":\"sess_%s\",\"status\":\"ended\",\"expire_at\":%d}".formatted(name, later()));

        try (RunningHub third = node("third")) {
            assertThat(status(third, token)).isEqualTo(401);
        }
    }

    @Test
    void whatCommitsLateIsNotMissed() {
        String late = "sess_late" + name;
        TransactionTemplate transaction = new TransactionTemplate(
                first.hub().context().getBean("systemTransactions", PlatformTransactionManager.class));
        JdbcDenialStore store = new JdbcDenialStore(system());

        String next = transaction.execute(status -> {
            deny(late);
            return CompletableFuture.supplyAsync(() -> meanwhile(store)).join();
        });

        assertThat(store.since(String.valueOf(next)).denials())
                .extracting(DenialStore.Denial::subject)
                .contains(late);
    }

    /** Another connection's news while the transaction is under way, behind one that has committed. */
    private static String meanwhile(JdbcDenialStore store) {
        deny(UUID.randomUUID().toString());
        return store.since(DenialStore.START).next();
    }

    private static void deny(String session) {
        new JdbcTemplate(system())
                .update("insert into access_denials values ('session', ?, now() + interval '1 hour')", session);
    }

    private static DataSource system() {
        return first.hub().context().getBean("systemDataSource", DataSource.class);
    }

    private static RunningHub node(String folder) throws Exception {
        return Hub.start(OtherNode.variables(first::setting, temp.resolve(folder), clerk));
    }

    private void tell(String type, String data) {
        assertThat(events.apply(Events.clerk(
                                "msg_" + name, type, Clock.systemUTC().millis(), data))
                        .outcome())
                .isEqualTo("applied");
    }

    private void refused(String token, String code) {
        for (RunningHub node : new RunningHub[] {first.hub(), second}) {
            Awaitility.await().atMost(SOON).untilAsserted(() -> {
                Api.Reply reply = api(node, token).get("/api/documents");
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.text()).contains(code);
            });
        }
    }

    private static int status(RunningHub node, String token) {
        return api(node, token).get("/api/documents").status();
    }

    private static Api api(RunningHub node, String token) {
        return new Api(node.address(), token.substring("Bearer ".length()));
    }

    private static long later() {
        return Instant.now().plusSeconds(3600).toEpochMilli();
    }

    private String token() {
        Map<String, Object> claims = new HashMap<>(AccessSamples.clerkV1());
        long now = Instant.now().getEpochSecond();
        claims.putAll(Map.of("iat", now, "nbf", now - 5, "exp", now + 600));
        claims.putAll(Map.of("sid", "sess_" + name, "sub", "user_" + name, "org_id", "org_" + name));
        return bearer(RSA, claims);
    }
}

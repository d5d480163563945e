package dev.serai.access;

import static dev.serai.access.IssuerDouble.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ServiceKeysTest {
    private final MovingClock clock = new MovingClock();
    private final ServiceKeyStore store = new JdbcServiceKeyStore(ServiceKeyDatabase.system());
    private final ServiceKeys keys = new ServiceKeys(store, clock);
    private final Authenticator hub = hub(keys);

    @BeforeEach
    void clear() {
        ServiceKeyDatabase.clear();
    }

    @Test
    void aKeyActsAsMemberOfItsOrgWithinItsScopes() {
        IssuedKey issued = keys.create(wish(Set.of(Scopes.SEARCH), null));

        Caller caller = granted(issued.text());
        assertThat(caller.org()).isEqualTo("acme");
        assertThat(caller.roles()).containsExactly(Role.MEMBER);
        assertThat(caller.keyId()).isEqualTo(issued.key().id());
        assertThat(caller.may(Scopes.SEARCH)).isTrue();
        assertThat(caller.may(Scopes.DOCUMENTS_READ)).isFalse();
    }

    @Test
    void theAdminScopeMakesAnOrgAdmin() {
        String text = keys.create(wish(Set.of(Scopes.ADMIN_ORG), null)).text();

        assertThat(granted(text).roles()).containsExactly(Role.ORG_ADMIN);
    }

    @Test
    void onlyTheHashIsStored() {
        IssuedKey issued = keys.create(wish(Scopes.USUAL, null));

        String secret = ServiceKeyToken.parse(issued.text()).orElseThrow().secret();
        String row = JdbcClient.create(ServiceKeyDatabase.system())
                .sql("select row_to_json(k)::text from service_keys k")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(secret).contains(issued.key().id());
        assertThat(issued.toString()).doesNotContain(secret);
        assertThat(secret).hasSize(52);
    }

    @Test
    void aWrongSecretAndAnUnknownIdLookTheSame() {
        String text = keys.create(wish(Scopes.USUAL, null)).text();
        ServiceKeyToken other = ServiceKeyToken.random();

        Outcome.Denied wrongSecret = denied(text.substring(0, text.length() - 52) + other.secret());
        Outcome.Denied unknownId = denied(other.text());
        assertThat(wrongSecret).isEqualTo(unknownId);
        assertThat(wrongSecret.code()).isEqualTo("SERAI-AUTH-013");
        granted(text);
    }

    @Test
    void oneKeysSecretDoesNotServeAnothersId() {
        IssuedKey first = keys.create(wish(Scopes.USUAL, null));
        IssuedKey second = keys.create(wish(Scopes.USUAL, null));

        assertThat(denied(first.text().replace(first.key().id(), second.key().id()))
                        .code())
                .isEqualTo("SERAI-AUTH-013");
    }

    @Test
    void aKeyExpires() {
        String text = keys.create(wish(Scopes.USUAL, Duration.ofDays(90))).text();

        clock.move(Duration.ofDays(90).minusSeconds(1));
        granted(text);
        clock.move(Duration.ofSeconds(1));
        assertThat(denied(text).code()).isEqualTo("SERAI-AUTH-014");
    }

    @Test
    void twoKeysWorkDuringARotationAndTheRevokedOneStops() {
        IssuedKey old = keys.create(wish(Scopes.USUAL, null));
        IssuedKey fresh = keys.create(wish(Scopes.USUAL, null));
        granted(old.text());
        granted(fresh.text());

        assertThat(keys.revoke(old.key().id())).isTrue();

        assertThat(denied(old.text()).code()).isEqualTo("SERAI-AUTH-015");
        granted(fresh.text());
        assertThat(keys.revoke(old.key().id())).isFalse();
    }

    @Test
    void aRevocationByAnotherProcessIsSeenWithinFiveSeconds() {
        IssuedKey issued = keys.create(wish(Scopes.USUAL, null));
        granted(issued.text());

        new ServiceKeys(store, clock).revoke(issued.key().id());

        clock.move(Duration.ofSeconds(5));
        assertThat(denied(issued.text()).code()).isEqualTo("SERAI-AUTH-015");
    }

    @Test
    void lastUseIsNotedOnceAMinute() {
        String text = keys.create(wish(Scopes.USUAL, null)).text();
        assertThat(lastUsed()).isNull();

        granted(text);
        assertThat(lastUsed()).isEqualTo(NOW);
        clock.move(Duration.ofSeconds(59));
        granted(text);
        granted(hub(new ServiceKeys(store, clock)), text);
        assertThat(lastUsed()).isEqualTo(NOW);
        clock.move(Duration.ofSeconds(1));
        granted(text);
        assertThat(lastUsed()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void aDatabaseThatIsAwayIsATemporaryRefusal() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://localhost:1/none?connectTimeout=1");
        ServiceKeys away = new ServiceKeys(new JdbcServiceKeyStore(nowhere), clock);

        Outcome outcome =
                hub(away).authenticate("Bearer " + ServiceKeyToken.random().text());
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(((Outcome.Denied) outcome).code()).isEqualTo("SERAI-AUTH-017");
        assertThat(((Outcome.Denied) outcome).temporary()).isTrue();
    }

    @Test
    void theAppLoginSeesItsOwnOrgsKeysWithoutHashesAndChangesNothing() {
        keys.create(wish(Scopes.USUAL, null));
        keys.create(new NewServiceKey("other", "n", Scopes.USUAL, null, "test"));

        assertThat(idsSeenByApp("acme")).hasSize(1);
        assertThat(idsSeenByApp("")).isEmpty();
        JdbcClient app = JdbcClient.create(ServiceKeyDatabase.app());
        assertThatThrownBy(() ->
                        app.sql("select secret_hash from service_keys").query().listOfRows())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() ->
                        app.sql("update service_keys set revoked_at = null").update())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void aWishThatCannotBeGrantedSaysWhy() {
        assertThatThrownBy(() -> wish(Set.of("everything"), null))
                .hasMessage("scopes [everything] must be a non-empty part of "
                        + "[documents:read, documents:write, search, webhooks, alerts, checkins, admin:org]");
        assertThatThrownBy(() -> new NewServiceKey("a b", "n", Scopes.USUAL, null, "test"))
                .hasMessageContaining("org \"a b\"");
    }

    private static List<String> idsSeenByApp(String org) {
        DataSource source = ServiceKeyDatabase.app();
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        JdbcClient app = JdbcClient.create(source);
        return Objects.requireNonNull(transaction.execute(status -> {
            app.sql("select set_config('serai.org', :org, true)")
                    .param("org", org)
                    .query(String.class)
                    .single();
            return app.sql("select id from service_keys").query(String.class).list();
        }));
    }

    private static NewServiceKey wish(Set<String> scopes, @Nullable Duration ttl) {
        return new NewServiceKey("acme", "billing server", scopes, ttl, "test");
    }

    private static Authenticator hub(ServiceKeys keys) {
        AccessProperties nobody = new AccessProperties(List.of(), Set.of(), AccessSamples.JWKS);
        return Authenticators.create(
                nobody, null, Denials.none(Clock.systemUTC()), keys, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private @Nullable Instant lastUsed() {
        return keys.list("acme").getFirst().lastUsedAt();
    }

    private Caller granted(String text) {
        return granted(hub, text);
    }

    private static Caller granted(Authenticator hub, String text) {
        Outcome outcome = hub.authenticate("Bearer " + text);
        assertThat(outcome).isInstanceOf(Outcome.Granted.class);
        return ((Outcome.Granted) outcome).caller();
    }

    private Outcome.Denied denied(String text) {
        Outcome outcome = hub.authenticate("Bearer " + text);
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        return (Outcome.Denied) outcome;
    }

    /** Time that passes when the test says so. */
    private static final class MovingClock extends Clock {
        private Instant now = NOW;

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("UTC only");
        }
    }
}

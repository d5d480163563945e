package dev.serai.access;

import static dev.serai.access.IssuerDouble.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DevelopmentKeysTest {
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final AccessProperties NO_ISSUERS = new AccessProperties(List.of(), Set.of(), AccessSamples.JWKS);

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyRoleGoesRoundWithAnOrg(Role role) throws IOException {
        Caller caller = granted(hub(), token(new DevelopmentGrant("acme", role, "kim", Duration.ofHours(1))));

        Set<Role> expected = role.isHubRole() ? Set.of(role, Role.ORG_ADMIN) : Set.of(role);
        assertThat(caller.roles()).isEqualTo(expected);
        assertThat(caller.org()).isEqualTo("acme");
        assertThat(caller.user()).isEqualTo("kim");
        assertThat(caller.issuer()).isEqualTo("serai-development");
    }

    @Test
    void aHubRoleWithoutAnOrgHasNoPowerInsideOne() throws IOException {
        Caller caller = granted(hub(), token(grant(null, Role.ADMIN)));

        assertThat(caller.org()).isNull();
        assertThat(caller.has(Role.VIEWER)).isTrue();
        assertThat(caller.has(Role.MEMBER)).isFalse();
    }

    @Test
    void aTenantRoleWithoutAnOrgIsRefused() throws IOException {
        assertThat(denied(hub(), token(grant(null, Role.MEMBER)))).isEqualTo("SERAI-AUTH-010");
    }

    @Test
    void theProductionProfileRefusesThem() throws IOException {
        Authenticator production = Authenticators.create(NO_ISSUERS, null, Denials.none(CLOCK), null, CLOCK);

        assertThat(denied(production, token(grant("acme", Role.MEMBER)))).isEqualTo("SERAI-AUTH-016");
    }

    @Test
    void anotherHubsTokenIsRefused(@TempDir Path other) throws IOException {
        String foreign = new DevelopmentKeys(other, CLOCK).issue(grant("acme", Role.ADMIN));

        assertThat(denied(hub(), foreign)).isEqualTo("SERAI-AUTH-005");
    }

    @Test
    void aRunningHubAcceptsAKeyThatACommandRenewed() throws IOException {
        Authenticator hub = hub();
        granted(hub, token(grant("acme", Role.MEMBER)));
        Files.delete(data.resolve("keys/development-jwt.json"));

        granted(hub, token(grant("acme", Role.MEMBER)));
    }

    @Test
    void allThatComeFirstAtTheSameTimeGetTheSameKey() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<String>> racers = IntStream.range(0, 16)
                    .<Callable<String>>mapToObj(i -> () -> token(grant("acme", Role.MEMBER)))
                    .toList();
            Authenticator hub = hub();
            for (Future<String> token : threads.invokeAll(racers)) {
                granted(hub, token.get());
            }
        }
        assertThat(data.resolve("keys").toFile().list()).containsExactly("development-jwt.json");
    }

    @Test
    void aBrokenKeyFileIsNamed() throws IOException {
        Files.createDirectories(data.resolve("keys"));
        Files.writeString(data.resolve("keys/development-jwt.json"), "{}");

        assertThatThrownBy(() -> token(grant("acme", Role.MEMBER)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("development-jwt.json")
                .hasMessageContaining("delete it");
    }

    @ParameterizedTest
    @CsvSource({"production, true", "'eu, production', true", "production2, false", "'', false"})
    void productionIsRecognizedInTheListOfProfiles(String profiles, boolean production) {
        assertThat(DevelopmentKeys.isProduction(profiles)).isEqualTo(production);
    }

    private static DevelopmentGrant grant(@Nullable String org, Role role) {
        return new DevelopmentGrant(org, role, "kim", Duration.ofHours(1));
    }

    private String token(DevelopmentGrant grant) throws IOException {
        return new DevelopmentKeys(data, CLOCK).issue(grant);
    }

    private Authenticator hub() {
        return Authenticators.create(NO_ISSUERS, new DevelopmentKeys(data, CLOCK), Denials.none(CLOCK), null, CLOCK);
    }

    private static Caller granted(Authenticator authenticator, String token) {
        Outcome outcome = authenticator.authenticate("Bearer " + token);
        assertThat(outcome).isInstanceOf(Outcome.Granted.class);
        return ((Outcome.Granted) outcome).caller();
    }

    private static String denied(Authenticator authenticator, String token) {
        Outcome outcome = authenticator.authenticate("Bearer " + token);
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        return ((Outcome.Denied) outcome).code();
    }
}

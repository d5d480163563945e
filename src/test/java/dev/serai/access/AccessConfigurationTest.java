package dev.serai.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

class AccessConfigurationTest {
    @TempDir
    private Path data;

    @Test
    void everyIssuerIsOffByDefaultAndDevelopmentTokensWork() {
        runner().run(context -> {
            assertThat(context.getBean(AccessProperties.class).activeIssuers()).isEmpty();
            String token = new DevelopmentKeys(data, Clock.systemUTC())
                    .issue(new DevelopmentGrant("acme", Role.MEMBER, "kim", Duration.ofMinutes(1)));
            assertThat(context.getBean(Authenticator.class).authenticate("Bearer " + token))
                    .isInstanceOf(Outcome.Granted.class);
        });
    }

    @Test
    void theVariablesSwitchTheIssuersOn() {
        runner().withPropertyValues(
                        "CLERK_ISSUER=https://clerk.acme.test",
                        "CLERK_JWKS_URL=https://clerk.acme.test/keys",
                        "CLERK_AUTHORIZED_PARTIES=https://a.test, https://b.test",
                        "SUPABASE_URL=https://acme.supabase.test/",
                        "SERAI_DEPLOYMENT_ISSUER=https://deploy.acme.test",
                        "LEAD_OS_OPERATOR_EMAILS= Ops@Acme.test , kim@acme.test,")
                .run(context -> {
                    AccessProperties access = context.getBean(AccessProperties.class);
                    assertThat(access.activeIssuers())
                            .extracting(IssuerSettings::name, IssuerSettings::jwksUrl)
                            .map(tuple -> String.join(
                                    " ",
                                    tuple.toList().stream()
                                            .map(Object::toString)
                                            .toList()))
                            .containsExactly(
                                    "clerk https://clerk.acme.test/keys",
                                    "supabase https://acme.supabase.test/auth/v1/.well-known/jwks.json",
                                    "deployment https://deploy.acme.test/.well-known/jwks.json");
                    assertThat(access.operatorEmails()).containsExactlyInAnyOrder("ops@acme.test", "kim@acme.test");
                    IssuerSettings clerk = access.activeIssuers().getFirst();
                    assertThat(clerk.authorizedParties()).containsExactlyInAnyOrder("https://a.test", "https://b.test");
                    assertThat(clerk.roleMapping())
                            .isEqualTo(Map.of("org:admin", Role.ORG_ADMIN, "admin", Role.ORG_ADMIN));
                });
    }

    @Test
    void theProductionProfileRefusesDevelopmentTokens() {
        runner().withPropertyValues("spring.profiles.active=eu,production").run(context -> {
            String token = new DevelopmentKeys(data, Clock.systemUTC())
                    .issue(new DevelopmentGrant("acme", Role.ADMIN, "kim", Duration.ofMinutes(1)));
            Outcome outcome = context.getBean(Authenticator.class).authenticate("Bearer " + token);
            assertThat(outcome).isInstanceOf(Outcome.Denied.class);
            assertThat(((Outcome.Denied) outcome).code()).isEqualTo("SERAI-AUTH-016");
        });
    }

    @Test
    void everyMistakeInTheSettingsIsNamedAtOnce() {
        IssuerSettings bad = new IssuerSettings(
                "bad",
                DevelopmentKeys.ISSUER,
                "",
                "http://keys.acme.test",
                List.of("HS256"),
                Set.of(),
                Set.of(),
                IssuerSettings.Kind.CUSTOMER,
                List.of("user_metadata.org_id"),
                List.of(),
                Map.of("owner", Role.ADMIN),
                "",
                Duration.ofSeconds(30));

        assertThat(new AccessProperties(List.of(bad), Set.of(), AccessSamples.JWKS).problems())
                .hasSize(5)
                .anySatisfy(problem -> assertThat(problem).contains("serai-development", "taken"))
                .anySatisfy(problem -> assertThat(problem).contains("jwks-url", "https"))
                .anySatisfy(problem -> assertThat(problem).contains("HS256"))
                .anySatisfy(problem -> assertThat(problem).contains("user_metadata.org_id"))
                .anySatisfy(problem -> assertThat(problem).contains("owner", "admin"));
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withInitializer(context -> {
                    context.getBeanFactory().setConversionService(new ApplicationConversionService());
                    load().forEach(context.getEnvironment().getPropertySources()::addLast);
                })
                .withPropertyValues("serai.data=" + data)
                .withUserConfiguration(AccessConfiguration.class, Database.class);
    }

    private static List<PropertySource<?>> load() {
        try {
            return new YamlPropertySourceLoader()
                    .load("access", new ClassPathResource("access/application-access.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing listens there: the authenticator must not need the database to start. */
    @Configuration(proxyBeanMethods = false)
    static class Database {
        @Bean
        DataSource systemDataSource() {
            return new PGSimpleDataSource();
        }
    }
}

package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.command.CheckCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path config;

    @BeforeEach
    void copy() throws IOException {
        for (String file : List.of("application.yaml", "alerts.yaml", "schedules.yaml", "route-policy.yaml")) {
            Files.copy(Path.of("config").resolve(file), config.resolve(file));
        }
    }

    @Test
    void theHubAsItComesIsWell() {
        assertThat(check(Map.of())).isZero();
        assertThat(out.toString()).startsWith("ok: ").contains(" routes in ").hasLineCount(1);
    }

    @Test
    void everyMistakeIsALineWithItsPlace() throws IOException {
        Files.writeString(config.resolve("application-local.yaml"), """
                serai:
                  node: ${NO_SUCH_VARIABLE}
                  http:
                    max-body: plenty
                  access:
                    jwks:
                      cache: 1s
                """);
        assertThat(check(Map.of("SPRING_PROFILES_ACTIVE", "local"))).isOne();
        String file = config.resolve("application-local.yaml").toString();
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line).startsWith(file + ":2:9 SERAI-CONFIG-002 serai.node"))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":4:15 SERAI-CONFIG-003 serai.http.max-body"))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":7:14 SERAI-CONFIG-004 serai.access.jwks"))
                .last()
                .asString()
                .contains("problems; ");
    }

    @Test
    void aMistakeInARouteIsReportedToo() throws IOException {
        Path routes = Files.createDirectories(config.resolve("routes/hub"));
        Files.writeString(routes.resolve("health.camel.yaml"), """
                - route:
                    id: hub-health
                    group: hub
                    description: Liveness
                    from:
                      uri: direct:getHealth
                      steps:
                        - bean:
                            id: hub-health-answer
                            ref: hubHelth
                """);
        assertThat(check(Map.of("SERAI_ROUTES", config.resolve("routes").toString())))
                .isOne();
        assertThat(out.toString())
                .contains(
                        "health.camel.yaml:10:18 SERAI-ROUTE-010 there is no bean \"hubHelth\"; did you mean hubHealth?")
                .contains("SERAI-ROUTE-008 operation uploadDocument has no route");
    }

    @Test
    void aMistakeInTheRoutePolicyIsALineAndRefusesAllRoutes() throws IOException {
        Path policy = config.resolve("route-policy.yaml");
        Files.writeString(policy, Files.readString(policy).replace("  kafka:", "  kafak:"));
        assertThat(check(Map.of())).isOne();
        assertThat(out.toString())
                .contains(policy + ":")
                .contains("SERAI-ROUTE-015 the hub has no component \"kafak\"; did you mean kafka?")
                .contains("1 problems; ");
    }

    @Test
    void aConfigurationThatIsNoYamlSaysWhere() throws IOException {
        Files.writeString(config.resolve("application.yaml"), "serai:\n  node: \"open\n");
        assertThat(check(Map.of())).isOne();
        assertThat(out.toString())
                .contains("application.yaml:")
                .contains("SERAI-CONFIG-001")
                .contains("is not YAML");
    }

    @Test
    void productionWithoutServersNamesTheVariables() {
        assertThat(check(Map.of("SPRING_PROFILES_ACTIVE", "production"))).isOne();
        assertThat(out.toString())
                .contains("SERAI-START-004 SERAI_POSTGRES_URL is not set")
                .contains("SERAI-START-014 SERAI_SECRETS_KEY is not set");
    }

    private int check(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("SERAI_CONFIG", config.toString());
        return CheckCommand.of(HubApplication.class, Hub.environment(all))
                .setOut(new PrintWriter(out))
                .execute();
    }
}

package dev.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePolicyTest {
    private static final String GOOD = """
            limits:
              characters: 1000
              depth: 30
              files: 10
            components:
              direct: [name]
              kafka: [topic]
            hosts: [api.example.com, "*.example.org:8443"]
            steps: [to, setBody]
            languages: [simple]
            data-formats: [json]
            beans: [registry.scrape]
            headers: [CamelHttpResponseCode]
            settings: [serai.*]
            secrets: ["*key*"]
            kept: [live-*]
            folders: [files]
            """;

    @Test
    void aGoodPolicyHasNoFindings() {
        RoutePolicy policy = RoutePolicy.of("policy.yaml", GOOD);
        assertThat(policy.findings()).isEmpty();
        assertThat(policy.limits()).isEqualTo(new RoutePolicy.Limits(1000, 30, 10));
        assertThat(policy.components()).containsOnlyKeys("direct", "kafka");
        assertThat(policy.keeps("live-list")).isTrue();
        assertThat(policy.keeps("hub-live-list")).isFalse();
    }

    @Test
    void thePolicyThatComesWithTheHubIsGood() {
        assertThat(RoutePolicy.read(Path.of("config/route-policy.yaml")).findings())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                hosts: [            | host: [            | 8:1   | did you mean hosts?
                files: 10           | file: 10           | 4:3   | did you mean files?
                depth: 30           | depth: 300         | 3:10  | correct the number
                depth: 30           | depth: deep        | 3:10  | correct the number
                kafka: [topic]      | kafak: [topic]     | 7:3   | did you mean kafka?
                kafka: [topic]      | kafka: [topik]     | 7:11  | did you mean topic?
                kafka: [topic]      | kafka: topic       | 7:10  | write kafka: [a, b]
                kafka: [topic]      | exec: []           | 7:3   | delete it
                api.example.com     | https://example    | 8:9   | correct or delete it
                steps: [to, setBody] | steps: to         | 9:8   | write steps: [a, b]
                setBody             | script             | 9:13  | delete it
                languages: [simple] | languages: [groovy] | 10:13 | delete it
                registry.scrape     | registry           | 12:9  | correct or delete it
                folders: [files]    | folders: [../etc]  | 17:11 | correct or delete it
                folders: [files]    | folders: [files    | 18:1  | correct the syntax
                """)
    void aMistakeSaysWhereAndWhatToDo(String good, String bad, String place, String suggestion) {
        assertThat(GOOD).contains(good);
        List<Finding> findings =
                RoutePolicy.of("policy.yaml", GOOD.replace(good, bad)).findings();
        assertThat(findings).first().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-015");
            assertThat(finding.file()).isEqualTo("policy.yaml");
            assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
            assertThat(finding.suggestion()).contains(suggestion);
            assertThat(finding.message()).isNotBlank().doesNotContain("null");
        });
    }

    @Test
    void everyMistakeIsReportedAtOnce() {
        String text =
                GOOD.replace("depth: 30", "depth: 0").replace("kafka", "kafak").replace("hosts", "hots");
        assertThat(RoutePolicy.of("policy.yaml", text).findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.startsWith("limits.depth is"))
                .anyMatch(message -> message.contains("kafak"))
                .anyMatch(message -> message.contains("hots"))
                .anyMatch(message -> message.contains("hosts: is missing"));
    }

    @Test
    void withoutAPolicyNoRouteIsAccepted() throws IOException {
        RoutePolicy missing = RoutePolicy.read(Path.of("no/such/policy.yaml"));
        RouteFacts facts = RouteLintTest.facts(missing);
        assertThat(RouteLint.check(
                                Map.of("hub/a.camel.yaml", Files.readString(Path.of("routes/hub/health.camel.yaml"))),
                                facts)
                        .findings())
                .extracting(Finding::code)
                .containsExactly("SERAI-ROUTE-015");
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, true",
        "API.Example.COM, true",
        "api.example.com:443, true",
        "api.example.com.evil.org, false",
        "a.example.org:8443, true",
        "a.example.org:8444, false",
        "a.b.example.org:8443, false",
        "example.org:8443, false",
        "apiXexample.com, false",
    })
    void aHostIsAllowedAsAWhole(String authority, boolean allowed) {
        assertThat(RoutePolicy.of("policy.yaml", GOOD).allowsHost(authority)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "serai.embedding.remote.key, true",
        "serai.embedding.remote.k-ey, true",
        "serai.embedding.remote.K_EY, true",
        "serai.embedding.remote.url, false"
    })
    void aSecretIsRecognisedHoweverSpringWouldReadItsName(String name, boolean secret) {
        assertThat(RoutePolicy.of("policy.yaml", GOOD).isSecret(name)).isEqualTo(secret);
    }
}

package dev.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouteLintTest {
    /** Keeps every rule; each mistake below changes one of its lines. */
    private static final String GOOD = """
            - route:
                id: documents-list
                group: documents
                description: The org's documents
                routeConfigurationId: called-route
                from:
                  uri: direct
                  parameters:
                    name: listDocuments
                  steps:
                    - to:
                        id: documents-list-read
                        uri: sql
                        parameters:
                          query: classpath:sql/documents/document-list.sql
                          dataSource: "#systemDataSource"
                    - bean:
                        id: documents-list-answer
                        ref: storedFiles
                        method: verify
                    - setHeader:
                        id: documents-list-node
                        name: node
                        expression:
                          simple:
                            expression: "{{serai.node}} ${bean:routeRevision?method=current}"
                    - to:
                        id: documents-list-embed
                        uri: direct
                        parameters:
                          name: embedding-{{serai.embedding.provider}}
            - route:
                id: documents-list-local
                group: documents
                description: Embeds
                from:
                  uri: direct:embedding-local
                  steps: []
            - route:
                id: documents-list-remote
                group: documents
                description: Embeds elsewhere
                from:
                  uri: direct:embedding-remote
                  steps: []
            - route:
                id: documents-list-wake
                group: documents
                description: Wakes
                routeConfigurationId: stage-faults
                from:
                  uri: kafka
                  parameters:
                    topic: serai.documents.list
                  steps: []
            - routeConfiguration:
                id: called-route
                description: For routes that others call
                errorHandler:
                  noErrorHandler: {}
            - routeConfiguration:
                id: stage-faults
                description: For routes that begin elsewhere
                onException:
                  - onException:
                      id: stage-failed
                      exception:
                        - java.lang.Throwable
                      handled:
                        constant:
                          expression: "true"
            """;

    private static final Map<String, String> SETTINGS = Map.of(
            "serai.node",
            "n1",
            "serai.embedding.provider",
            "local",
            "serai.data",
            "data",
            "serai.remote.url",
            "https://model.internal:8443",
            "serai.remote.key",
            "s3cr3t");

    private static final RouteFacts FACTS = facts(RoutePolicy.read(Path.of("config/route-policy.yaml")));

    @TempDir
    private Path folder;

    @Test
    void aFolderThatKeepsEveryRuleHasNoFindings() throws IOException {
        RouteReport report = check(GOOD);
        assertThat(report.findings()).isEmpty();
        assertThat(report.routes()).isEqualTo(4);
        assertThat(report.beans()).containsExactlyInAnyOrder("storedFiles", "systemDataSource", "routeRevision");
        assertThat(report.resources()).containsExactly("sql/documents/document-list.sql");
    }

    @Test
    void badDay32_aRouteThatCallsItselfThroughOthersIsSaidOnceWithTheWayRound() throws IOException {
        String round = GOOD.replace("""
                  uri: direct:embedding-local
                  steps: []
            """, """
                  uri: direct:embedding-local
                  steps:
                    - to:
                        id: documents-list-local-again
                        uri: direct:listDocuments
            """);

        assertThat(check(round).findings())
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple(
                                "SERAI-ROUTE-026",
                                "route \"documents-list\" calls itself: documents-list → documents-list-local → documents-list"));
    }

    @Test
    void badDay32_theHandlingOfFailuresThatCallsWhatFailedIsACircleToo() throws IOException {
        String round = GOOD.replace("""
                        - java.lang.Throwable
                      handled:
                        constant:
                          expression: "true"
            """, """
                        - java.lang.Throwable
                      handled:
                        constant:
                          expression: "true"
                      steps:
                        - to:
                            id: stage-failed-again
                            uri: direct:embedding-local
            """).replace("""
                description: Embeds
                from:
            """, """
                description: Embeds
                routeConfigurationId: stage-faults
                from:
            """);

        assertThat(check(round).findings())
                .extracting(Finding::message)
                .containsExactly(
                        "route \"documents-list-local\" calls itself: documents-list-local → documents-list-local");
    }

    @ParameterizedTest(name = "{1} becomes {2}: {0}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                002 | - bean:                            | - bena:                        | 17:11 | did you mean bean?
                002 | method: verify                     | metod: verify                  | 20:13 | did you mean method?
                002 | simple:                            | simpel:                        | 25:15 | did you mean simple?
                002 | uri: sql                           | pattern: InOut                 | 12:13 | write uri: below it
                003 | id: documents-list-answer          | id: documents-list-read        | 18:17 | give each its own id
                003 | id: documents-list-node            | description: a step            | 21:11 | write id: documents-list-…
                003 | id: documents-list-wake            | id: documents-list-local       | 47:9  | give each its own id
                004 | id: documents-list-wake            | id: documents-wake             | 47:9  | rename it, like documents-list-wake
                004 | id: documents-list-embed           | id: documents-embed            | 28:17 | rename it, like documents-list-embed
                005 | description: Wakes                 | description: ''                | 47:9  | under description:
                005 | group: documents                   | group: document                | 3:12  | write group: documents
                006 | direct:embedding-remote            | direct:embedding-local         | 44:12 | exactly one consumer
                009 | document-list.sql                  | documents-list.sql             | 15:22 | did you mean sql/documents/document-list.sql?
                010 | ref: storedFiles                   | ref: storedFile                | 19:18 | did you mean storedFiles?
                010 | '#systemDataSource'                | '#systemDatasource'            | 16:27 | did you mean systemDataSource?
                010 | bean:routeRevision                 | bean:routeRevisions            | 26:29 | did you mean routeRevision?
                010 | method: verify                     | method: verfy                  | 20:21 | did you mean verify?
                011 | {{serai.node}}                     | {{serai.nod}}                  | 26:29 | did you mean serai.node?
                011 | {{serai.node}}                     | {{serai.quite-another-thing}}                 | 26:29 | {{serai.quite-another-thing:default}}
                012 | uri: sql                           | uri: sqll                      | 13:18 | did you mean sql?
                013 | uri: sql                           | uri: exec:rm                   | 13:18 | name the address in the file
                013 | uri: sql                           | uri: ssh:host                  | 13:18 | name the address in the file
                013 | uri: sql                           | uri: class:java.lang.Runtime   | 13:18 | name the address in the file
                013 | uri: sql                           | uri: seda                      | 13:18 | use one of aws2-s3, aws2-ses, direct
                013 | classpath:sql/documents/document-list.sql | select 1                | 15:22 | write query: classpath:sql/
                013 | simple:                            | groovy:                        | 25:15 | move the code into a bean
                013 | simple:                            | mvel:                          | 25:15 | move the code into a bean
                013 | simple:                            | ognl:                          | 25:15 | move the code into a bean
                013 | simple:                            | js:                            | 25:15 | move the code into a bean
                013 | simple:                            | java:                          | 25:15 | move the code into a bean
                014 | routeConfigurationId: called-route | routeConfigurationId: caled-route | 5:27 | did you mean called-route?
                014 | routeConfigurationId: stage-faults | routeConfigurationId: called-route | 50:27 | with one of [stage-faults]
                014 | routeConfigurationId: stage-faults | note: nobody cares             | 47:9  | with one of [stage-faults]
                017 | dataSource:                        | dataSorce:                     | 16:26 | did you mean dataSource?
                017 | '#systemDataSource'                | systemDataSource               | 16:27 | correct the value
                017 | topic: serai.documents.list        | autoOffsetReset: earlest       | 54:26 | did you mean earliest?
                017 | topic: serai.documents.list        | consumersCount: many           | 54:25 | correct the value
                017 | topic: serai.documents.list        | pollOnErrors: RETRY            | 54:23 | did you mean pollOnError?
                020 | ${bean:routeRevision?method=current} | ${headr.node}                | 26:29 | did you mean header?
                021 | name: node                         | name: CamelFileName            | 23:19 | use a name of your own
                021 | name: node                         | name: CamelHttpResponseCod     | 23:19 | did you mean CamelHttpResponseCode?
                023 | noErrorHandler: {}                 | deadLetterChannel: { deadLetterUri: 'direct:embedding-local' }| 5:27  | the caller's handling decide
                """)
    void aMistakeIsFoundWhereItIsWithWhatToDo(String code, String good, String bad, String place, String suggestion)
            throws IOException {
        String text = replaceOne(good, bad);
        assertThat(check(text).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-" + code);
            assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
            assertThat(finding.file()).endsWith("documents/list.camel.yaml");
            assertThat(finding.suggestion()).contains(suggestion);
            assertThat(finding.message()).doesNotContain("null").isNotBlank();
        });
    }

    @Test
    void aConsumerThatNothingCallsAndAnOperationWithoutRouteSuggestEachOther() throws IOException {
        List<Finding> findings =
                check(GOOD.replace("listDocuments", "listDocument")).findings();
        assertThat(findings).extracting(Finding::code).containsExactly("SERAI-ROUTE-007", "SERAI-ROUTE-008");
        assertThat(findings.getFirst().suggestion()).isEqualTo("did you mean listDocuments?");
        assertThat(findings.getLast().toString()).startsWith("openapi/serai.yaml:7:20 SERAI-ROUTE-008 operation list");
    }

    @Test
    void aCallThatNobodyConsumesIsFound() throws IOException {
        List<Finding> findings =
                check(GOOD.replace("embedding-{{", "embeding-{{")).findings();
        assertThat(findings)
                .extracting(Finding::code)
                .containsExactly("SERAI-ROUTE-006", "SERAI-ROUTE-007", "SERAI-ROUTE-007");
        assertThat(findings.getFirst().message()).startsWith("direct:embeding-local has no consumer");
        assertThat(findings.getFirst().suggestion()).isEqualTo("did you mean embedding-local?");
    }

    @Test
    void anAddressThatAMessageChoosesIsForbidden() throws IOException {
        String dynamic = GOOD.replace("name: embedding-{{serai.embedding.provider}}", "name: embedding-${header.x}")
                .replaceFirst("- to:\n( +id: documents-list-embed)", "- toD:\n$1");
        assertThat(check(dynamic).findings())
                .extracting(Finding::code)
                .contains("SERAI-ROUTE-013")
                .doesNotContain("SERAI-ROUTE-006");
    }

    @Test
    void theRestOfAListIsReportedTogether() throws IOException {
        String text = GOOD.replace("ref: storedFiles", "ref: x").replace("group: documents", "group: y");
        assertThat(check(text).findings()).hasSize(5).isSortedAccordingTo(Finding.BY_PLACE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- route:\\n    id: \"documents-list       | 2 | is not YAML",
                "- route:\\n  id: a\\n b: c                 | 3 | is not YAML",
                "- route:\\n    id: a\\n    id: b           | 3 | key \"id\" is there twice",
                "- !!javax.script.ScriptEngineManager [x]  | 1 | names a type",
                "- ? [a]\\n  : b                           | 1 | cannot be read: Non scalar key",
                "- route:\\n---\\n- route:                 | 2 | is not YAML",
                "''                                        | 1 | the file is empty",
            })
    void aFileThatCannotBeReadSaysWhere(String text, int line, String message) throws IOException {
        assertThat(check(text.replace("\\n", "\n")).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-001");
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.message()).contains(message).doesNotContain("null");
        });
    }

    @Test
    void aFileThatEndsMidRouteSaysWhatIsMissing() throws IOException {
        for (int end = 1; end < GOOD.lines().count(); end++) {
            String broken = String.join("\n", GOOD.lines().limit(end).toList());
            assertThat(check(broken).findings())
                    .hasSizeGreaterThanOrEqualTo(end < 10 ? 1 : 0)
                    .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("null"));
        }
    }

    @ParameterizedTest
    @MethodSource
    void aFileThatWouldEatMemoryIsRefused(String text, String place, String message, String suggestion)
            throws IOException {
        assertThat(check(text).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-016");
            assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
            assertThat(finding.message()).contains(message);
            assertThat(finding.suggestion()).contains(suggestion);
        });
    }

    static Stream<Arguments> aFileThatWouldEatMemoryIsRefused() {
        String laughs = "- &a [x]\n- &b [*a, *a]\n- [*b, *b]";
        return Stream.of(
                Arguments.of("[".repeat(5_000), "1:41", "nested deeper than 40", "a route of their own"),
                Arguments.of("- a".repeat(50_000), "1:1", "has 150000 characters; expected at most 100000", "split it"),
                Arguments.of("x".repeat(10_000_000), "1:1", "has 10000000 characters", "split it"),
                Arguments.of(laughs, "2:7", "repeats *a; aliases are not used", "write out what shall run"),
                Arguments.of("- &a\n  <<: *a\n  x: 1", "2:7", "repeats *a", "write out what shall run"));
    }

    @Test
    void filesGivenAsTextAreCheckedLikeAFolder() {
        assertThat(RouteLint.check(Map.of("documents/list.camel.yaml", GOOD), FACTS)
                        .findings())
                .isEmpty();
        RouteReport report =
                RouteLint.check(Map.of("documents/list.camel.yaml", GOOD.replace("ref: storedFiles", "ref: x")), FACTS);
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .startsWith("documents/list.camel.yaml:19:18 SERAI-ROUTE-010 there is no bean"));
    }

    @Test
    void moreFilesThanThePolicyAllowsAreNotLookedAt() {
        Map<String, String> many = IntStream.range(0, 501)
                .boxed()
                .collect(Collectors.toMap(i -> "documents/" + i + ".camel.yaml", i -> "nonsense: ["));
        assertThat(RouteLint.check(many, FACTS).findings())
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple("SERAI-ROUTE-016", "there are 501 route files; expected at most 500"));
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("passwords.camel.yaml"), GOOD);
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("documents")).resolve("a.camel.yaml"), file);
        assertThat(RouteLint.check(folder, FACTS).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-024");
            assertThat(finding.message()).contains("a link out of the routes folder");
        });
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.write(documents.resolve("a.camel.yaml"), new byte[] {'a', (byte) 0xff});
        assertThat(RouteLint.check(folder, FACTS).findings())
                .extracting(Finding::code, Finding::suggestion)
                .containsExactly(tuple("SERAI-ROUTE-001", "save it as UTF-8"));
    }

    @Test
    void aConfigurationWithoutIdWouldApplyToOthersRoutes() throws IOException {
        String text = GOOD + """
                - routeConfiguration:
                    errorHandler:
                      noErrorHandler: {}
                """;
        assertThat(check(text).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.toString()).contains("list.camel.yaml:73:5 SERAI-ROUTE-003");
            assertThat(finding.suggestion()).contains("write id: and name it");
        });
    }

    @Test
    void tenDifferentMistakesInAFolderAreReportedTogether() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(
                documents.resolve("list.camel.yaml"),
                GOOD.replace("uri: kafka", "uri: kafak")
                        .replace("ref: storedFiles", "ref: storedFile")
                        .replace("document-list.sql", "document-lst.sql")
                        .replace("dataSource:", "datasource:")
                        .replace("{{serai.node}}", "{{serai.nod}} ${env.HOME} {{serai.secret:x}}")
                        .replace("description: Embeds elsewhere", "description: ''")
                        .replace("name: node", "name: CamelSqlQuery")
                        .replace("id: documents-list-answer", "id: documents-answer")
                        .replace("routeConfigurationId: called-route", "routeConfigurationId: caled-route"));
        assertThat(RouteLint.check(folder, FACTS).findings())
                .extracting(finding -> finding.code().substring("SERAI-ROUTE-".length()))
                .contains("004", "005", "009", "010", "011", "012", "014", "017", "019", "020", "021")
                .hasSize(11);
    }

    private static String replaceOne(String good, String bad) {
        int at = GOOD.indexOf(good);
        assertThat(at).as(good).isNotNegative();
        return GOOD.substring(0, at) + bad + GOOD.substring(at + good.length());
    }

    private RouteReport check(String text) throws IOException {
        Files.createDirectories(folder.resolve("documents"));
        Files.writeString(folder.resolve("documents/list.camel.yaml"), text);
        return RouteLint.check(folder, FACTS);
    }

    static RouteFacts facts(RoutePolicy policy) {
        return new RouteFacts(
                SETTINGS::get,
                SETTINGS.keySet(),
                Map.of(
                        "storedFiles", "dev.serai.documents.StoredFiles",
                        "systemDataSource", "javax.sql.DataSource",
                        "routeRevision", "dev.serai.routes.Unloadable",
                        "camelContext", "org.apache.camel.CamelContext"),
                List.of(new ContractOperation("listDocuments", "openapi/serai.yaml", 7, 20)),
                Set.of(),
                Map.of(),
                policy);
    }
}

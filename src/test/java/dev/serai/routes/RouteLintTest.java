package dev.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                        method: answer
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
                routeConfigurationId: called-route
                from:
                  uri: kafka
                  parameters:
                    topic: serai.documents.list
                  steps: []
            - routeConfiguration:
                id: called-route
                description: For routes that others call
            """;

    private static final RouteFacts FACTS = new RouteFacts(
            Map.of("serai.node", "n1", "serai.embedding.provider", "local", "serai.data", "data")::get,
            Set.of("storedFiles", "systemDataSource", "routeRevision"),
            List.of(new ContractOperation("listDocuments", "openapi/serai.yaml", 7, 20)),
            Set.of());

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

    @ParameterizedTest(name = "{1} becomes {2}: {0}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "002 | - bean:                     | - bena:                     | 17 | did you mean bean?",
                "002 | method: answer              | metod: answer               | 20 | did you mean method?",
                "002 | simple:                     | simpel:                     | 25 | did you mean simple?",
                "002 | uri: sql                    | pattern: InOut              | 12 | write uri: below it",
                "003 | id: documents-list-answer   | id: documents-list-read     | 18 | give each its own id",
                "003 | id: documents-list-node     | description: a step         | 21 | write id: documents-list-…",
                "003 | id: documents-list-wake     | id: documents-list-local    | 47 | give each its own id",
                "004 | id: documents-list-wake     | id: documents-wake          | 47 | rename it, like documents-list-wake",
                "004 | id: documents-list-embed    | id: documents-embed         | 28 | rename it, like documents-list-embed",
                "005 | description: Wakes          | description: ''             | 47 | under description:",
                "005 | group: documents            | group: document             | 3  | write group: documents",
                "006 | direct:embedding-remote     | direct:embedding-local      | 44 | exactly one consumer",
                "009 | document-list.sql           | documents-list.sql          | 15 | did you mean sql/documents/document-list.sql?",
                "010 | ref: storedFiles            | ref: storedFile             | 19 | did you mean storedFiles?",
                "010 | '#systemDataSource'         | '#systemDatasource'         | 16 | did you mean systemDataSource?",
                "010 | bean:routeRevision          | bean:routeRevisions         | 26 | did you mean routeRevision?",
                "011 | {{serai.node}}              | {{serai.nod}}               | 26 | {{serai.nod:default}}",
                "012 | uri: sql                    | uri: sqll                   | 13 | did you mean sql?",
                "013 | uri: sql                    | uri: exec:rm                | 13 | name the address in the file",
                "013 | uri: sql                    | uri: ssh:host               | 13 | name the address in the file",
                "013 | uri: sql                    | uri: class:java.lang.Runtime | 13 | name the address in the file",
                "013 | uri: sql                    | uri: file:/etc              | 13 | use file:{{serai.data}}/…",
                "013 | simple:                     | groovy:                     | 25 | move the code into a bean",
                "013 | simple:                     | mvel:                       | 25 | move the code into a bean",
                "013 | simple:                     | ognl:                       | 25 | move the code into a bean",
                "013 | simple:                     | js:                         | 25 | move the code into a bean",
                "014 | routeConfigurationId: called-route | routeConfigurationId: caled-route | 5 | did you mean called-route?",
            })
    void aMistakeIsFoundWhereItIsWithWhatToDo(String code, String good, String bad, int line, String suggestion)
            throws IOException {
        String text = replaceOne(good, bad);
        assertThat(check(text).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-" + code);
            assertThat(finding.line()).isEqualTo(line);
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
    void aKafkaConsumerWithoutFaultHandlingIsFound() throws IOException {
        int second = GOOD.lastIndexOf("    routeConfigurationId: called-route\n");
        String without = GOOD.substring(0, second) + GOOD.substring(GOOD.indexOf('\n', second) + 1);
        assertThat(check(without).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SERAI-ROUTE-014");
            assertThat(finding.line()).isEqualTo(47);
            assertThat(finding.message()).contains("a message that fails is lost");
        });
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
                "- &a [x]\\n- *a                           | 2 | repeats *a",
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

    @Test
    void aFileThatWouldEatMemoryIsRefused() throws IOException {
        assertThat(check("[".repeat(5_000)).findings())
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("nested deeper than 100");
        assertThat(check("- a".repeat(500_000)).findings())
                .extracting(Finding::code)
                .containsExactly("SERAI-ROUTE-001");
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
}

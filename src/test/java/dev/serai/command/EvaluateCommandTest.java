package dev.serai.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EvaluateCommandTest {
    private static final String LEASE = "The tenant pays rent of 900 dollars.\n\nDogs are not allowed in the house.";

    @TempDir
    private Path set;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aTinySet() throws IOException {
        write("documents/lease.txt", LEASE);
        write("documents/recipes/soup.md", "# Soup\n\nBoil onions and carrots in salted water.\n");
        write("documents/.hidden", "not a document");
        write(
                "queries.tsv",
                "1\thow much rent does the tenant pay\n2\twhat goes into the soup\n3\tnobody judged this\n");
        write("qrels.txt", "1 0 lease.txt 2\n1 0 recipes/soup.md 0\n2 0 recipes/soup.md 1\n");
    }

    @Test
    void theTableHasAllRankings() {
        int status = run();

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        2 documents, 2 chunks, 3 queries, 2 of them with something to find, judged by document
                        query  ranking  nDCG@10  recall@10  MRR
                        mean   keyword  1.000    1.000      1.000
                        mean   vector   1.000    1.000      1.000
                        mean   hybrid   1.000    1.000      1.000
                        """);
    }

    @Test
    void jsonHasTheFiguresOfEachQueryWhenAsked() throws IOException {
        assertThat(run("--json", "--per-query", "--k", "1")).isZero();

        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("documents").asInt()).isEqualTo(2);
        assertThat(answer.path("means").path("hybrid").path("ndcg").asDouble()).isEqualTo(1);
        assertThat(answer.path("perQuery").findValuesAsText("query")).containsExactly("1", "2");
        assertThat(answer.path("perQuery").at("/0/scores/vector/recall").asDouble())
                .isEqualTo(1);
    }

    @Test
    void withSpansChunksAreRanked() throws IOException {
        Files.delete(set.resolve("qrels.txt"));
        int start = LEASE.indexOf("900");
        write("spans.tsv", "1\tlease.txt\t%d\t%d\t1\t900  dollars\n".formatted(start, start + 11));

        assertThat(run("--per-query")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("1 of them with something to find, judged by span", "1      hybrid   1.000");
    }

    @Test
    void documentsMayBeLinesOrNameTheirFiles() throws IOException {
        Files.move(set.resolve("documents"), set.resolve("files"));
        write("documents.jsonl", """
                \uFEFF{"id": "lease.txt", "title": "Lease", "text": "The tenant pays rent."}
                {"id": "recipes/soup.md", "file": "files/recipes/soup.md"}
                """);

        assertThat(run()).as(err.toString()).isZero();
    }

    @Test
    void allMistakesAreSaidAtOnceWithPlaceAndCode() throws IOException {
        write("documents/empty.txt", "  \n");
        write("documents/program.bin", "\u0000\u0001\u0002");
        write("queries.tsv", "1\trent\n1\trent again\nno tab\n");
        write("qrels.txt", "1 0 lease.txt 2\n1 0 lease.txt 1\n1 0 lease.txt good\n7 0 lost.txt 1\n");

        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains(
                        "queries.tsv:2:1 SERAI-EVAL-003 query \"1\" stands here a second time",
                        "queries.tsv:3:1 SERAI-EVAL-002 the line is \"no tab\"",
                        "qrels.txt:2:1 SERAI-EVAL-003",
                        "qrels.txt:3:1 SERAI-EVAL-002 the line is \"1 0 lease.txt good\"",
                        "qrels.txt:4:1 SERAI-EVAL-004 query \"7\" is not in queries.tsv",
                        "qrels.txt:4:1 SERAI-EVAL-004 there is no document \"lost.txt\"",
                        "empty.txt:1:1 SERAI-EVAL-005 no text can be read from document \"empty.txt\"",
                        "program.bin:1:1 SERAI-EVAL-005",
                        "8 mistakes; nothing was measured");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,lease.txt,0,9999,1 | the span ends at 9999, the text at 72",
                "1,lease.txt,4,10,1,landlord | the span reads \"tenant\", not as quoted",
                "1,lease.txt,36,38,1 | the span holds white space alone",
                "1,lease.txt,10,4,1 | SERAI-EVAL-002",
                "1,lease.txt,-1,4,1 | SERAI-EVAL-002",
                "1,lease.txt,0,99999999999,1 | SERAI-EVAL-002",
                "1,lease.txt,4,10 | SERAI-EVAL-002",
                "1,lease.txt,4,10,0 | SERAI-EVAL-007",
            })
    void aWrongSpanIsAMistake(String line, String expected) throws IOException {
        Files.delete(set.resolve("qrels.txt"));
        write("spans.tsv", line.replace(',', '\t') + "\n");

        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\": \"a\"                        | SERAI-EVAL-002 the line is no JSON",
                "{\"id\": 1, \"text\": \"x\"}          | SERAI-EVAL-002 the line needs an \"id\"",
                "{\"id\": \"a\", \"text\": \"x\", \"file\": \"y\"} | SERAI-EVAL-002 the line needs an \"id\"",
                "{\"id\": \"a\", \"file\": \"gone.pdf\"} | SERAI-EVAL-005 no text can be read from document \"a\"",
            })
    void aWrongDocumentLineIsAMistake(String line, String expected) throws IOException {
        Files.move(set.resolve("documents"), set.resolve("files"));
        write("documents.jsonl", line + "\n");

        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("documents.jsonl:1:1 " + expected);
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Files.delete(set.resolve("queries.tsv"));
        Files.delete(set.resolve("qrels.txt"));
        Files.move(set.resolve("documents"), set.resolve("files"));

        assertThat(run()).isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "SERAI-EVAL-001 there is neither a folder documents nor documents.jsonl",
                        "SERAI-EVAL-001 the file cannot be read as UTF-8",
                        "SERAI-EVAL-001 there is neither qrels.txt nor spans.tsv");
    }

    @Test
    void whatIsThereTwiceIsNamed() throws IOException {
        write("spans.tsv", "");
        write("documents.jsonl", "");

        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("both documents and documents.jsonl", "both qrels.txt and spans.tsv");
    }

    @ParameterizedTest
    @CsvSource({"--k 0, '--k is 0, expected 1 to 1000'", "--k 1001, '--k is 1001, expected 1 to 1000'"})
    void aWrongArgumentIsMisuse(String arguments, String expected) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(expected);
    }

    private void write(String name, String text) throws IOException {
        Path file = set.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private int run(String... arguments) {
        return new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setParameterExceptionHandler(new OneLineErrors())
                .execute(Stream.concat(Stream.of(set.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}

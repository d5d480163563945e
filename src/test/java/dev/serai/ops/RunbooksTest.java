package dev.serai.ops;

import static dev.serai.ops.RepositoryFile.all;
import static dev.serai.ops.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Each command of each runbook, run as it is written; and every name in it, looked up. */
class RunbooksTest {
    private static final Path FOLDER = Path.of("ops/runbooks");
    private static final String LOGIN = "runbook_reader";
    private static final List<String> SECTIONS = List.of(
            "Meaning",
            "User impact",
            "First 5 minutes",
            "Causes",
            "Fix",
            "Verify",
            "Roll back",
            "Escalate",
            "Last drilled on");

    /** psql is not everywhere where tests run: what it is asked goes to a file and from there to the same database. */
    private static final String SHELL = """
            psql() { test "$1" = "$SERAI_CHECK_URL" && shift && printf '%s\\n' "$@" >> "$SERAI_ASKED"; }
            sleep() { :; }
            """;

    @TempDir
    private static Path temp;

    private static TestHub hub;
    private static JdbcTemplate reader;

    @BeforeAll
    static void start() {
        hub = TestHub.shared();
        JdbcTemplate admin = new JdbcTemplate(new DriverManagerDataSource(
                hub.setting("serai.database.admin.url"),
                hub.setting("serai.database.admin.username"),
                hub.setting("serai.database.admin.password")));
        admin.execute("create role %s login password 'look' in role serai_reader".formatted(LOGIN));
        reader = new JdbcTemplate(new DriverManagerDataSource(hub.setting("serai.database.admin.url"), LOGIN, "look"));
    }

    @AfterAll
    static void leaveNoComparisonUnderWay() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> hub.system().queryForList("select state from reconcile_runs", String.class).stream()
                        .noneMatch(state -> state.equals("asked") || state.equals("running")));
    }

    static Stream<Path> runbooks() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> !f.endsWith("README.md")).sorted().toList().stream();
        }
    }

    static Stream<Path> readme() {
        return Stream.of(FOLDER.resolve("README.md"));
    }

    @Test
    void eachFindingHasARunbookAndNoRunbookIsOfACodeThatIsGone() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            sources.filter(Files::isRegularFile).forEach(source -> found.addAll(all("SERAI-RECON-\\d{3}", source)));
        }

        assertThat(runbooks().map(RunbooksTest::name).filter(name -> name.startsWith("SERAI-")))
                .containsExactlyElementsOf(found);
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void theSectionsAreThoseOfTheTemplate(Path runbook) {
        assertThat(all("(?m)(?<=^## ).*$", runbook)).isEqualTo(SECTIONS);
        assertThat(text(runbook)).startsWith("# " + name(runbook).replace("TEMPLATE", "CODE-OR-ALERT") + ": ");
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void everyCommandDoesWhatItSays(Path runbook) throws Exception {
        Path asked = temp.resolve(name(runbook));
        Files.createFile(asked);
        List<String> blocks = all("(?ms)(?<=^```sh$).*?(?=^```$)", runbook);
        assertThat(blocks).hasSize(2); // to look, and to verify

        for (String block : blocks) {
            ProcessBuilder shell = new ProcessBuilder("sh", "-euc", SHELL + block).redirectErrorStream(true);
            shell.environment()
                    .putAll(Map.of(
                            "SERAI_URL", hub.hub().address(),
                            "SERAI_TOKEN",
                                    Objects.requireNonNull(
                                            hub.as(null, Role.OPERATOR).token()),
                            "SERAI_DATA", hub.setting("serai.data"),
                            "SERAI_CHECK_URL", "the database",
                            "SERAI_ASKED", asked.toString()));
            Process process = shell.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as("%s%n%s", block, output).isZero();
        }
        List<String> questions = Files.readAllLines(asked);
        for (int i = 0; i < questions.size(); i += 2) {
            String file = questions.get(i).equals("-f") ? questions.get(i + 1) : "";
            reader.execute(file.isEmpty() ? questions.get(i + 1) : Files.readString(Path.of(file)));
        }
    }

    @ParameterizedTest
    @MethodSource({"runbooks", "readme"})
    void everyNameIsThatOfSomething(Path page) throws IOException {
        String settings = Files.readString(Path.of("config/application.yaml"));
        String codes = Files.readString(Path.of("docs/errors.md"));
        String metrics = hub.as(null, Role.VIEWER).get("/metrics").text();
        String readme = Files.readString(Path.of("README.md")) + Files.readString(FOLDER.resolve("README.md"));

        assertThat(all("(?<=`)serai\\.[a-z.-]+(?=`)", page))
                .allMatch(key -> key.equals("serai.dead-letters")
                        || hub.hub().context().getEnvironment().containsProperty(key));
        assertThat(all("\\bSERAI_[A-Z0-9_]+", page))
                .allMatch(v -> settings.contains(v) || readme.contains("`" + v + "`"));
        assertThat(all("SERAI-[A-Z]+-\\d{3}(?!\\.md)", page)).allMatch(code -> codes.contains("## " + code));
        assertThat(all("\\bserai_[a-z]+_[a-z_]+", page)).allMatch(metrics::contains);
        assertThat(all("[\\w-]+\\.sql", page)).allMatch(file -> Files.exists(Path.of("ops/checks", file)));
        assertThat(all("(?<=`)\\w+Test(?=`)", page)).allMatch(RunbooksTest::isATest);
        assertThat(all("(?<=`)(?:GET|POST|DELETE) /[^` ]+", page)).allMatch(RunbooksTest::isAnOperation);
    }

    private static boolean isAnOperation(String request) {
        String[] parts = request.split(" ", 2);
        JsonNode paths = hub.anonymous().get("/api/docs/openapi.json").json().path("paths");
        JsonNode path = paths.properties().stream()
                .filter(p -> p.getKey().replaceAll("\\{.*?}", "{}").equals(parts[1].replaceAll("\\{.*?}", "{}")))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError(request + " is not in the contract"));
        return path.has(parts[0].toLowerCase(Locale.ROOT));
    }

    private static boolean isATest(String name) {
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            return tests.anyMatch(test -> test.endsWith(name + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path runbook) {
        return runbook.getFileName().toString().replace(".md", "");
    }
}

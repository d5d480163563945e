package dev.serai.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A replay that is killed in its middle goes on where it was, and replays nothing twice. */
@OwnServers
@Tag("drill")
class ReplayKillTest {
    private static final String PLANS = "/api/dead-letters/replay-plans/";
    private static final String ORG = "killed-replay";
    private static final int LETTERS = 60;

    @TempDir
    private Path temp;

    private Process hub;
    private Api api;

    @AfterEach
    void end() throws InterruptedException {
        hub.destroy();
        hub.waitFor();
        Servers.kill(DataFolder.beside(temp.resolve("data")));
    }

    @Test
    void aKilledRunGoesOnAndReplaysEachMessageOnce() throws Exception {
        start();
        DeadRows.insert(database(), ORG, LETTERS, "00000000000000da");
        String plan = api.post(PLANS.replaceFirst("/$", ""), "{\"filter\":{},\"ratePerMinute\":600}")
                .json()
                .path("planId")
                .asText();
        assertThat(api.call("POST", PLANS + plan + "/run", null, "").status()).isEqualTo(202);
        await(() -> progress(plan).path("done").asInt() >= 5);

        hub.destroyForcibly().waitFor();
        long left = count("select count(*) from dead_letter_jobs where outcome is null"); // PostgreSQL lives on
        start();
        await(() -> api.get(PLANS + plan).json().path("state").asText().equals("done"));

        assertThat(left).as("killed in the middle").isPositive();
        assertThat(progress(plan).path("done").asInt()).isEqualTo(LETTERS);
        assertThat(count("select count(*) from dead_letter_jobs where outcome = 'healed' and replay_count = 1"))
                .isEqualTo(LETTERS);
        assertThat(count("select count(*) from dead_letter_jobs")).isEqualTo(LETTERS);
        assertThat(count("select count(*) from index_changes")).isEqualTo(LETTERS);
        assertThat(count("select count(distinct document_id) from index_changes"))
                .isEqualTo(LETTERS);
    }

    private JsonNode progress(String plan) {
        return api.get(PLANS + plan).json().path("progress");
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(condition);
    }

    private long count(String sql) {
        Long count = database().queryForObject(sql, Long.class);
        return count == null ? -1 : count;
    }

    private JdbcTemplate database() {
        Map<String, String> found = Servers.reachable(name -> null, DataFolder.beside(temp.resolve("data")));
        return new JdbcTemplate(new DriverManagerDataSource(
                found.get("serai.database.system.url"),
                found.get("serai.database.system.username"),
                found.get("serai.database.system.password")));
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), "dev.serai.Serai"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SERAI_DATA", temp.resolve("data").toString(),
                        "SERAI_PORT", "0",
                        "SERAI_DEMO", "false",
                        "SERAI_PIPELINE_LEASE_SECONDS", "3",
                        "SERAI_PIPELINE_LEASE_RENEWAL", "1000",
                        "SERAI_PIPELINE_LOST_SECONDS", "3",
                        "SERAI_PIPELINE_EXPIRY_DELAY", "500"));
        hub = builder.start();
        api = new Api(address(hub.inputReader()), token());
    }

    /** Reads on beside the test, as a full pipe would block the hub. */
    private static String address(BufferedReader lines) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("Serai serves at ")) {
                Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(rest -> {}));
                return line.substring("Serai serves at ".length());
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("The hub did not start:\n" + seen);
    }

    private String token() throws IOException {
        return new DevelopmentKeys(temp.resolve("data"), Clock.systemUTC())
                .issue(new DevelopmentGrant(null, Role.OPERATOR, "tester", Duration.ofHours(1)));
    }
}

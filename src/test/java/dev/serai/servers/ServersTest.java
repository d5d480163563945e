package dev.serai.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.OwnServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@OwnServers
class ServersTest {
    /** The library that brings Postgres switches the first off for tests; the hub's rows must survive a power cut. */
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

    @TempDir
    private Path temp;

    @Test
    void keepWhatWasWrittenAcrossARestart() throws Exception {
        try (DataFolder folder = DataFolder.own(temp.resolve("data"));
                Servers servers = Servers.start(System::getenv, folder, true)) {
            new Contents(servers.properties()).write("before the restart");
        }
        assertThat(temp.resolve("data/postgres/postmaster.pid")).doesNotExist();
        assertThat(temp.resolve("data/redis/redis.pid")).doesNotExist();
        try (DataFolder folder = DataFolder.own(temp.resolve("data"));
                Servers servers = Servers.start(System::getenv, folder, true)) {
            assertThat(new Contents(servers.properties()).read()).containsOnly("before the restart");
            assertThat(folder.published()).containsAllEntriesOf(servers.properties());
            refuseStrangers(servers.properties());
            assertThat(new Contents(servers.properties()).postgresSettings(DURABILITY))
                    .containsExactly("on", "on", "on");
        }
    }

    @Test
    void takeOverFromAHubThatWasKilled() throws Exception {
        Process killed = start("survives");
        List<ProcessHandle> orphans = List.of(process("postgres/postmaster.pid"), process("redis/redis.pid"));
        killed.destroyForcibly().waitFor();
        assertThat(orphans).allMatch(ProcessHandle::isAlive);

        try (DataFolder folder = DataFolder.own(temp.resolve("data"));
                Servers servers = Servers.start(System::getenv, folder, true)) {
            // Ended at once, but alive for the Java runtime until init has collected them.
            Awaitility.await().untilAsserted(() -> assertThat(orphans).noneMatch(ProcessHandle::isAlive));
            assertThat(new Contents(servers.properties()).read()).containsOnly("survives");
        }
        assertThat(temp.resolve("data/run/servers.properties")).doesNotExist();
    }

    @Test
    void leaveNothingRunningWhenOneOfThemDoesNotStart() throws Exception {
        Path data = temp.resolve("data");
        Files.createDirectories(data);
        Files.writeString(data.resolve("kafka"), "a file where a folder should be");
        try (DataFolder folder = DataFolder.own(data)) {
            assertThatThrownBy(() -> Servers.start(System::getenv, folder, true))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("embedded kafka does not start");
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(data.resolve("redis/redis.pid")).doesNotExist();
    }

    @Test
    void areNotEmbeddedInProductionWhichNamesEverythingThatIsMissing() {
        Map<String, String> environment = Map.of("SERAI_KAFKA_BROKERS", "kafka:9092");
        try (DataFolder folder = DataFolder.own(temp.resolve("data"))) {
            assertThatThrownBy(() -> Servers.start(environment::get, folder, false))
                    .hasMessageContaining("SERAI_POSTGRES_URL, SERAI_S3_ENDPOINT, AWS_ACCESS_KEY_ID, "
                            + "AWS_SECRET_ACCESS_KEY, REDIS_URL")
                    .hasMessageNotContaining("SERAI_KAFKA_BROKERS");
        }
    }

    private static void refuseStrangers(Map<String, String> properties) {
        Contents contents = new Contents(properties);
        try (S3Client s3 = contents.s3("a wrong secret")) {
            assertThatThrownBy(() ->
                            s3.headObject(head -> head.bucket(contents.bucket()).key("a/b/kept.txt")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
        String address = properties.get("serai.redis.url");
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (Jedis redis = new Jedis("127.0.0.1", port)) {
            assertThatThrownBy(redis::ping).hasMessageContaining("NOAUTH");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(
                        properties.get("serai.database.admin.url"), "postgres", "a wrong password"))
                .hasMessageContaining("password authentication failed");
    }

    private Process start(String text) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dlogging.level.root=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersProcess.class.getName(),
                        temp.resolve("data").toString(),
                        text)
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = process.inputReader();
        assertThat(lines.lines().anyMatch("written"::equals)).isTrue();
        return process;
    }

    private ProcessHandle process(String pidFile) throws IOException {
        String pid = Files.readAllLines(temp.resolve("data").resolve(pidFile))
                .getFirst()
                .strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}

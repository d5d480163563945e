package dev.serai.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorTest {
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();

    @Test
    void findsTheServersOfTheRunningHub() {
        try (DataFolder folder = DataFolder.own(temp);
                Servers servers = Servers.start(System::getenv, folder, true)) {
            run(Map.of("SERAI_DATA", temp.toString()));
            assertThat(out.toString().lines())
                    .anyMatch(line -> line.matches("ok +postgres \\(admin\\) +PostgreSQL 18\\S*, \\d+ ms"))
                    .anyMatch(line -> line.matches("ok +kafka +Kafka, 1 broker, \\d+ ms"))
                    .anyMatch(line -> line.matches("ok +s3 +bucket serai, \\d+ ms"))
                    .anyMatch(line -> line.matches("ok +redis +Redis 6\\S*, \\d+ ms"));
            assertThat(servers.embedded()).hasSize(4);
        }
    }

    @Test
    void namesTheVariableToCheckForEachServerThatDoesNotAnswer() {
        int status = run(Map.of(
                "SERAI_DATA",
                temp.toString(),
                "SERAI_POSTGRES_URL",
                "postgres://u:p@" + NOBODY + "/db",
                "SERAI_KAFKA_BROKERS",
                NOBODY,
                "SERAI_S3_ENDPOINT",
                "http://" + NOBODY,
                "AWS_ACCESS_KEY_ID",
                "id",
                "AWS_SECRET_ACCESS_KEY",
                "secret",
                "REDIS_URL",
                "redis://" + NOBODY));
        assertThat(status).isEqualTo(1);
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("FAILS +postgres \\(app\\) .*check SERAI_POSTGRES_URL"))
                .anyMatch(line -> line.matches("FAILS +kafka .*check SERAI_KAFKA_BROKERS"))
                .anyMatch(line -> line.matches("FAILS +s3 .*check SERAI_S3_ENDPOINT.*"))
                .anyMatch(line -> line.matches("FAILS +redis .*check REDIS_URL"));
    }

    @Test
    void isContentWhenNothingIsConfiguredAndNoHubRuns() {
        assertThat(run(Map.of("SERAI_DATA", temp.toString()))).isZero();
        assertThat(out.toString()).contains("starts embedded with the hub");
    }

    private int run(Map<String, String> environment) {
        return new CommandLine(new Doctor(environment))
                .setOut(new PrintWriter(out, true))
                .execute();
    }
}

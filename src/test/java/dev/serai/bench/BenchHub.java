package dev.serai.bench;

import dev.serai.Api;
import dev.serai.Hub;
import dev.serai.RunningHub;
import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A hub in this process with all servers embedded, on a folder of its own that is deleted at the end. */
record BenchHub(RunningHub hub, Path folder, Path data, JdbcTemplate system) implements AutoCloseable {

    static BenchHub start(String name, Map<String, String> settings) throws IOException {
        Path folder = folder(name);
        Path data = folder.resolve("data");
        Map<String, String> all = new HashMap<>(settings);
        all.put("SERAI_DATA", data.toString());
        all.put("SERAI_PORT", "0");
        all.put("SERAI_DEMO", "false");
        all.put("LOGGING_LEVEL_ROOT", "error");
        RunningHub hub = Hub.start(all);
        DataSource system = hub.context().getBean("systemDataSource", DataSource.class);
        return new BenchHub(hub, folder, data, new JdbcTemplate(system));
    }

    /** An empty folder below the build folder. */
    static Path folder(String name) throws IOException {
        Path folder = Path.of("target", "bench", name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    Api as(String org) throws IOException {
        String token = new DevelopmentKeys(data, Clock.systemUTC())
                .issue(new DevelopmentGrant(org, Role.ORG_ADMIN, "bench", Duration.ofHours(1)));
        return new Api(hub.address(), token);
    }

    <T> T bean(Class<T> type) {
        return hub.context().getBean(type);
    }

    ProcessTree processes() {
        return new ProcessTree(ProcessHandle.current().pid(), data);
    }

    /** Documents of an org in a status. */
    int count(String org, String status) {
        Integer count = system.queryForObject(
                "select count(*) from documents where org_id = ? and status = ?", Integer.class, org, status);
        return count == null ? 0 : count;
    }

    @Override
    public void close() throws IOException {
        hub.close();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}

package dev.serai;

import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
import dev.serai.command.CheckCommand;
import dev.serai.servers.ReadyPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** One hub with all servers embedded, started once for all tests of the run that only talk to it. */
public final class TestHub implements AutoCloseable {
    private static final Object LOCK = new Object();
    private static @Nullable TestHub shared;

    /** A hub takes three seconds to end, most of which it waits; the next test class need not wait for it. */
    private static final ExecutorService LEAVING = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("leaving-hubs").factory());

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LEAVING::close));
    }

    private final RunningHub hub;
    private final Path data;
    private final boolean temporary;

    private TestHub(RunningHub hub, Path data, boolean temporary) {
        this.hub = hub;
        this.data = data;
        this.temporary = temporary;
    }

    /** The hub that tests share; each test uses orgs of its own. Largest upload: 3 MB. */
    public static TestHub shared() {
        synchronized (LOCK) {
            if (shared == null) {
                shared = start(Map.of("SERAI_DEMO", "false", "SERAI_UPLOAD_MAXSIZE", "3MB"));
                Runtime.getRuntime().addShutdownHook(new Thread(shared.hub::close));
            }
            return shared;
        }
    }

    private static TestHub start(Map<String, String> settings) {
        try {
            String given = settings.get("SERAI_DATA");
            Path data = given == null ? Files.createTempDirectory("serai-test-") : Path.of(given);
            if (given == null && !settings.containsKey("SERAI_POSTGRES_URL")) {
                ReadyPostgres.layInto(data);
            }
            Map<String, String> all = new java.util.HashMap<>(settings);
            all.put("SERAI_DATA", data.toString());
            all.put("SERAI_PORT", "0");
            return new TestHub(Hub.start(all), data, given == null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A hub of one test class with settings of its own, perhaps with a data folder to come back to; the class closes it. */
    public static TestHub own(Map<String, String> settings) {
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.putIfAbsent("SERAI_DEMO", "false");
        return start(all);
    }

    /** The whole hub's rows, as the hub's own schedulers see them. */
    public JdbcTemplate system() {
        return new JdbcTemplate(hub.context().getBean("systemDataSource", DataSource.class));
    }

    /** A setting of the running hub, such as {@code serai.kafka.brokers}. */
    public String setting(String name) {
        return java.util.Objects.requireNonNull(hub.context().getEnvironment().getProperty(name), name);
    }

    /** What the command {@code check} prints beside this hub. */
    public String check() {
        StringWriter out = new StringWriter();
        CheckCommand.of(HubApplication.class, Hub.environment(Map.of("SERAI_DATA", data.toString())))
                .setOut(new PrintWriter(out))
                .execute();
        return out.toString();
    }

    /** Returns when it is gone if the test has named its data folder; else it and its folder go meanwhile. */
    @Override
    public void close() {
        if (temporary) {
            LEAVING.execute(this::remove);
        } else {
            hub.close();
        }
    }

    private void remove() {
        try {
            hub.close();
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RunningHub hub() {
        return hub;
    }

    /** A client with a development token. */
    public Api as(@Nullable String org, Role role) {
        try {
            String token = new DevelopmentKeys(data, Clock.systemUTC())
                    .issue(new DevelopmentGrant(org, role, "tester", Duration.ofHours(1)));
            return new Api(hub.address(), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client without a token. */
    public Api anonymous() {
        return new Api(hub.address(), null);
    }
}

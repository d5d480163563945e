package dev.serai.command;

import dev.serai.database.Schema;
import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import dev.serai.servers.StartupException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database that a hub with this environment uses: the configured one, or else that of the hub running on the data
 * folder, or else the data folder's own, started for the command.
 */
public final class HubDatabase implements DatabaseAccess {
    private static final String URL = "serai.database.system.url";

    private final Map<String, String> environment;

    /** {@code environment} as in {@link System#getenv()}. */
    public HubDatabase(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Opened open() throws SQLException {
        Path path = Path.of(environment.getOrDefault("SERAI_DATA", "data"));
        Map<String, String> configured = Servers.configured(environment::get);
        if (configured.containsKey(URL)) {
            Schema.migrate(configured);
            return new Database(configured, null, null);
        }
        return own(path);
    }

    /** Who gets the lock knows that no hub runs, whatever a hub that was killed has left in the folder. */
    private Opened own(Path path) throws SQLException {
        DataFolder folder;
        try {
            folder = DataFolder.own(path);
        } catch (StartupException taken) {
            return ofRunningHub(DataFolder.beside(path).published(), taken);
        }
        return start(folder);
    }

    private static Opened ofRunningHub(Map<String, String> published, StartupException taken) {
        if (!published.containsKey(URL)) {
            throw new StartupException(
                    taken.code(), taken.getMessage() + ", or try again when the hub has started", taken);
        }
        return new Database(published, null, null);
    }

    private Opened start(DataFolder folder) throws SQLException {
        Servers servers = null;
        try {
            servers = Servers.startPostgres(environment::get, folder);
            Schema.migrate(servers.properties());
            return new Database(servers.properties(), servers, folder);
        } catch (SQLException | RuntimeException e) {
            close(servers, folder);
            throw e;
        }
    }

    private static void close(@Nullable Servers servers, @Nullable DataFolder folder) {
        try (folder;
                servers) {
            // closes both, the server first
        }
    }

    private record Database(
            Map<String, String> properties,
            @Nullable Servers servers,
            @Nullable DataFolder folder) implements Opened {
        @Override
        public DataSource system() {
            return new DriverManagerDataSource(
                    properties.getOrDefault(URL, ""),
                    properties.getOrDefault("serai.database.system.username", ""),
                    properties.getOrDefault("serai.database.system.password", ""));
        }

        @Override
        public void close() {
            HubDatabase.close(servers, folder);
        }
    }
}

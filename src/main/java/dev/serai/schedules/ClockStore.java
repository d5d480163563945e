package dev.serai.schedules;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.springframework.boot.autoconfigure.quartz.QuartzProperties;
import org.springframework.boot.autoconfigure.quartz.SchedulerFactoryBeanCustomizer;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Gives the clock the hub's pool of connections. Quartz looks these up in a register of the whole process; under a name of
 * its own, because two hubs in one process would take each other's otherwise, as Spring's do, which uses the scheduler's.
 */
record ClockStore(Properties settings) implements SchedulerFactoryBeanCustomizer {

    static ClockStore of(QuartzProperties properties, DataSource pool) {
        String name = "serai-" + UUID.randomUUID();
        DBConnectionManager.getInstance().addConnectionProvider(name, new Pool(pool));
        Properties settings = new Properties();
        settings.putAll(properties.getProperties());
        settings.setProperty("org.quartz.jobStore.dataSource", name);
        return new ClockStore(settings);
    }

    @Override
    public void customize(SchedulerFactoryBean clock) {
        clock.setQuartzProperties(settings);
    }

    private record Pool(DataSource connections) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return connections.getConnection();
        }

        @Override
        public void initialize() {
            // the hub has opened it
        }

        @Override
        public void shutdown() {
            // the hub closes it
        }
    }
}

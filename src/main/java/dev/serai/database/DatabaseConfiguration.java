package dev.serai.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.quartz.QuartzDataSource;
import org.springframework.boot.autoconfigure.quartz.QuartzTransactionManager;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PostgresLogins.class)
class DatabaseConfiguration {
    /** Both pools depend on it, so nothing touches the schema before it is current. */
    @Bean
    Migration migration(PostgresLogins logins) throws SQLException {
        Migration migration = new Migration(logins);
        migration.run();
        return migration;
    }

    @Bean
    @Primary
    HikariDataSource appDataSource(PostgresLogins logins, Migration migration) {
        return pool("app", logins.app(), logins);
    }

    @Bean
    @QuartzDataSource
    HikariDataSource systemDataSource(PostgresLogins logins, Migration migration) {
        return pool("system", logins.system(), logins);
    }

    @Bean
    @Primary
    PlatformTransactionManager appTransactions(@Qualifier("appDataSource") DataSource app) {
        return new DataSourceTransactionManager(app);
    }

    @Bean
    @QuartzTransactionManager
    PlatformTransactionManager systemTransactions(@Qualifier("systemDataSource") DataSource system) {
        return new DataSourceTransactionManager(system);
    }

    /** For steps on one org's rows: the exchange's org is the transaction's. Without an org it sees no rows. */
    @Bean
    RouteTransaction orgTransaction(
            @Qualifier("appTransactions") PlatformTransactionManager transactions,
            @Qualifier("appDataSource") DataSource app) {
        JdbcTemplate jdbc = new JdbcTemplate(app);
        return new RouteTransaction(
                new TransactionTemplate(transactions),
                exchange -> jdbc.queryForObject(
                        "select set_config('serai.org', ?, true)",
                        String.class,
                        exchange.getProperty("orgId", "", String.class)));
    }

    /** For the relay and the sweeps, which work for all orgs. */
    @Bean
    RouteTransaction systemTransaction(@Qualifier("systemTransactions") PlatformTransactionManager transactions) {
        return new RouteTransaction(new TransactionTemplate(transactions), exchange -> {});
    }

    @Bean
    CamelContextConfiguration countedParameters() {
        return new CountedParameters();
    }

    private static HikariDataSource pool(String name, PostgresLogins.Login login, PostgresLogins logins) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(login.url());
        pool.setUsername(login.username());
        pool.setPassword(login.password());
        pool.setMaximumPoolSize(logins.poolSize());
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(logins.patience().toMillis());
        // A process that froze inside a transaction would keep its row locks, and with them everybody else waiting.
        pool.setConnectionInitSql("set idle_in_transaction_session_timeout = "
                + logins.idleInTransaction().toMillis());
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", "60");
        return pool;
    }
}

package dev.serai.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a transaction in a route leaves behind when a step in it fails. */
class RouteTransactionTest {
    private final TestHub hub = TestHub.shared();
    private final DataSource system = hub.hub().context().getBean("systemDataSource", DataSource.class);
    private final JdbcTemplate jdbc = new JdbcTemplate(system);
    private final String target = "test-" + UUID.randomUUID();
    private final CamelContext camel = hub.hub().context().getBean(CamelContext.class);

    @AfterEach
    void clear() throws Exception {
        camel.getRouteController().stopRoute(target);
        camel.removeRoute(target);
        camel.getRegistry().unbind(target);
        jdbc.update("delete from pauses where target = ?", target);
    }

    @Test
    void stepsThatAllSucceedAreKept() throws Exception {
        run(false, false);

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aFailedStepUndoesTheOthers() throws Exception {
        run(true, false);

        assertThat(rows()).isZero();
    }

    @Test
    void aFailedStepThatTheRoutesErrorHandlingTookCareOfUndoesThemToo() throws Exception {
        run(true, true);

        assertThat(rows()).isZero();
    }

    private void run(boolean failing, boolean handled) throws Exception {
        RouteTransaction transaction =
                new RouteTransaction(new TransactionTemplate(new DataSourceTransactionManager(system)), exchange -> {});
        camel.getRegistry().bind(target, transaction);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(handled).log("failed as it should");
                from("direct:" + target)
                        .routeId(target)
                        .policy(target)
                        .process(exchange -> jdbc.update(
                                "insert into pauses (target, kind, paused_by) values (?, 'node', 'test')", target))
                        .process(exchange -> {
                            if (failing) {
                                throw new IllegalStateException("a step failed");
                            }
                        })
                        .end();
            }
        });
        try (ProducerTemplate caller = camel.createProducerTemplate()) {
            caller.send("direct:" + target, exchange -> {});
        }
    }

    private long rows() {
        return jdbc.queryForList("select 1 from pauses where target = ?", target)
                .size();
    }
}

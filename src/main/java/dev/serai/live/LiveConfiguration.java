package dev.serai.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.routes.RouteFacts;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
    private static final long LOOK_MILLIS = 1000;

    @Bean
    LiveRoutes liveRoutes(CamelContext camel) {
        return new LiveRoutes((ModelCamelContext) camel, new LinkComponent());
    }

    @Bean(destroyMethod = "close")
    RouteRevisions routeRevision(
            LiveRoutes live,
            CamelContext camel,
            @Qualifier("systemDataSource") DataSource postgres,
            @Qualifier("systemTransactions") PlatformTransactionManager transactions,
            ObjectMapper json,
            ConfigurableEnvironment environment,
            ConfigurableListableBeanFactory beans,
            @Value("${serai.routes.folder}") Path folder,
            @Value("${serai.data}") Path data,
            @Value("${serai.node}") String node) {
        RevisionStore store =
                new RevisionStore(new NamedParameterJdbcTemplate(postgres), new TransactionTemplate(transactions));
        FolderMemory memory = new FolderMemory(data.resolve("routes-seen.json"), json);
        Inspection inspection =
                new Inspection(() -> RouteFacts.of(environment, beans), new Rehearsal(camel, environment::getProperty));
        return new RouteRevisions(live, inspection, store, folder, memory, json, node);
    }

    /** Before the context starts: all routes start together then, as Camel orders them. */
    @Bean
    CamelContextConfiguration firstRoutes(RouteRevisions revisions, MeterRegistry meters) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                MicrometerRoutePolicyFactory metrics = new RouteMetrics();
                metrics.setMeterRegistry(meters);
                camel.addRoutePolicyFactory(metrics);
                try {
                    revisions.begin();
                } catch (Exception e) {
                    throw new IllegalStateException("The routes cannot be loaded: %s".formatted(e.getMessage()), e);
                }
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                revisions.watch(LOOK_MILLIS);
            }
        };
    }
}

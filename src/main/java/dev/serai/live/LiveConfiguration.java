package dev.serai.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.routes.RouteFacts;
import io.micrometer.core.instrument.Gauge;
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
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
    private static final long LOOK_MILLIS = 1000;

    @Bean
    Traffic routeTraffic() {
        return new Traffic();
    }

    @Bean
    LinkComponent links(Traffic traffic) {
        return new LinkComponent(traffic);
    }

    @Bean
    LiveRoutes liveRoutes(CamelContext camel, LinkComponent links) {
        return new LiveRoutes((ModelCamelContext) camel, links);
    }

    @Bean
    RouteRevisions routeRevision(
            LiveRoutes live,
            CamelContext camel,
            @Qualifier("systemDataSource") DataSource postgres,
            @Qualifier("systemTransactions") PlatformTransactionManager transactions,
            ObjectMapper json,
            ConfigurableEnvironment environment,
            ConfigurableListableBeanFactory beans,
            @Value("${serai.node}") String node,
            @Value("${serai.routes.inspect-first}") boolean first) {
        RevisionStore store =
                new RevisionStore(new NamedParameterJdbcTemplate(postgres), new TransactionTemplate(transactions));
        Inspection inspection = new Inspection(
                () -> RouteFacts.of(environment, beans), new Rehearsal(camel, environment::getProperty), first);
        return new RouteRevisions(live, inspection, store, json, node);
    }

    @Bean
    FolderEdits folderEdits(
            RouteRevisions revisions,
            ObjectMapper json,
            @Value("${serai.routes.folder}") Path folder,
            @Value("${serai.data}") Path data) {
        return new FolderEdits(revisions, folder, new FolderMemory(data.resolve("routes-seen.json"), json));
    }

    @Bean
    RouteSwitches routeSwitches(
            CamelContext camel,
            LiveRoutes live,
            LinkComponent links,
            @Qualifier("systemDataSource") DataSource postgres) {
        return new RouteSwitches(camel, live, links, new JdbcTemplate(postgres));
    }

    @Bean
    RouteOverview routeOverview(
            LiveRoutes live,
            RouteRevisions revisions,
            FolderEdits folder,
            RouteSwitches switches,
            Traffic traffic,
            Environment environment,
            @Value("${serai.node}") String node) {
        return new RouteOverview(live, revisions, folder, switches, traffic, environment::getProperty, node);
    }

    @Bean
    RouteEdits routeEdits(
            LiveRoutes live,
            RouteRevisions revisions,
            FolderEdits folder,
            RouteOverview overview,
            Environment environment,
            ObjectMapper json) {
        return new RouteEdits(live, revisions, folder, overview, environment::getProperty, json);
    }

    @Bean
    RouteFiles routeFiles(LiveRoutes live, RouteRevisions revisions, FolderEdits folder) {
        return new RouteFiles(live, revisions, folder);
    }

    @Bean
    RouteOperations routeOperations(
            LiveRoutes live,
            RouteRevisions revisions,
            RouteOverview overview,
            RouteSwitches switches,
            ConfigurableEnvironment environment,
            ConfigurableListableBeanFactory beans,
            ObjectMapper json) {
        return new RouteOperations(
                live,
                revisions,
                overview,
                switches,
                () -> RouteFacts.of(environment, beans).policy(),
                environment::getProperty,
                json);
    }

    @Bean(destroyMethod = "close")
    RouteWatch routeWatch(RouteRevisions revisions, FolderEdits folder, RouteSwitches switches, Traffic traffic) {
        return new RouteWatch(revisions, folder, switches, traffic);
    }

    /** Before the context starts: all routes start together then, as Camel orders them. */
    @Bean
    CamelContextConfiguration firstRoutes(
            RouteRevisions revisions,
            FolderEdits folder,
            RouteSwitches switches,
            RouteWatch watch,
            Traffic traffic,
            MeterRegistry meters) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                MicrometerRoutePolicyFactory metrics = new RouteMetrics();
                metrics.setMeterRegistry(meters);
                camel.addRoutePolicyFactory(metrics);
                camel.addLifecycleStrategy(traffic);
                camel.getCamelContextExtension().addInterceptStrategy(traffic);
                Gauge.builder("serai.routes.revision", revisions, RouteRevisions::number)
                        .description("The revision of the routes that this node runs")
                        .register(meters);
                Gauge.builder("serai.routes.findings", folder, f -> f.findings().size())
                        .description("Mistakes that keep what lies in the routes folder from running")
                        .register(meters);
                try {
                    folder.begin();
                    switches.begin();
                    revisions.begin();
                } catch (Exception e) {
                    throw new IllegalStateException("The routes cannot be loaded: %s".formatted(e.getMessage()), e);
                }
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                watch.begin(LOOK_MILLIS);
            }
        };
    }
}

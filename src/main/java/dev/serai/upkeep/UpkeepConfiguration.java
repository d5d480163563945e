package dev.serai.upkeep;

import dev.serai.documents.BucketSweep;
import dev.serai.documents.OrphanSweep;
import dev.serai.documents.StoreCheck;
import dev.serai.indexing.IndexCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The beans that the routes of upkeep name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RetentionSettings.class, ReconcileSettings.class})
class UpkeepConfiguration {
    @Bean
    Retention retention(
            @Qualifier("systemDataSource") DataSource system, RetentionSettings settings, MeterRegistry meters) {
        return new Retention(new NamedParameterJdbcTemplate(system), settings, meters);
    }

    @Bean
    FileSweep fileSweep(@Value("${serai.data:data}") Path data, RetentionSettings settings) {
        return new FileSweep(data, settings, Clock.systemUTC());
    }

    @Bean
    BucketRetention bucketRetention(BucketSweep sweep, RetentionSettings settings) {
        return new BucketRetention(sweep, settings, Clock.systemUTC());
    }

    @Bean
    Reconcile reconcile(
            @Qualifier("systemDataSource") DataSource system,
            OrphanSweep orphans,
            StoreCheck store,
            IndexCheck index,
            ReconcileSettings settings,
            MeterRegistry meters,
            @Value("${serai.kafka.brokers}") String brokers,
            @Value("${serai.node:local}") String node) {
        NamedParameterJdbcTemplate jdbc = new NamedParameterJdbcTemplate(system);
        Findings findings = new Findings(jdbc);
        Clock clock = Clock.systemUTC();
        IndexStep indexStep = new IndexStep(index, findings, settings, node);
        List<Step> steps = List.of(
                new SqlStep("wake-ups", "SERAI-RECON-001", jdbc, settings),
                new SqlStep("stranded", "SERAI-RECON-002", jdbc, settings),
                new SqlStep("vectors", "SERAI-RECON-003", jdbc, settings),
                new SqlStep("leftovers", "SERAI-RECON-005", jdbc, settings),
                new SqlStep("index-log", "SERAI-RECON-004", jdbc, settings),
                new SqlStep("index-ghosts", "SERAI-RECON-004", jdbc, settings),
                new OrphansStep(orphans, findings, settings, clock),
                new ObjectsStep(store, findings, settings),
                indexStep,
                new KafkaStep(brokers, jdbc, findings, settings, clock));
        return new Reconcile(steps, indexStep, jdbc, meters);
    }
}

package dev.serai.indexing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IndexSettings.class)
class IndexingConfiguration {
    @Bean
    LiveIndex liveIndex(
            @Value("${serai.data:data}") Path dataFolder,
            IndexSettings settings,
            @Value("${serai.embedding.model}") String model)
            throws IOException {
        return new LiveIndex(dataFolder.resolve("index"), settings.vectors().settings(), model);
    }

    /** Stopped also when the context fails to start, which no lifecycle call follows. */
    @Bean(destroyMethod = "stop")
    IndexTail indexTail(
            LiveIndex index,
            @Qualifier("systemDataSource") DataSource system,
            IndexSettings settings,
            @Value("${serai.embedding.model}") String model,
            MeterRegistry meters) {
        IndexTail tail = new IndexTail(index, new IndexChanges(new JdbcTemplate(system), model), settings);
        Gauge.builder("serai.index.rebuilding", index, i -> i.rebuilding() ? 1 : 0)
                .register(meters);
        Gauge.builder("serai.index.lag", tail, IndexTail::lag).register(meters);
        return tail;
    }

    @Bean
    Searches searches(
            LiveIndex index,
            IndexTail tail,
            IndexSettings settings,
            @Value("${serai.embedding.model}") String model,
            ObjectMapper json) {
        return new Searches(index, tail, settings, model, json);
    }

    @Bean
    Reranking reranking(ObjectMapper json, @Value("${serai.search.rerank.model:}") String model) {
        return new Reranking(json, model);
    }

    @Bean
    IndexCheck indexCheck(LiveIndex index, IndexTail tail, @Qualifier("systemDataSource") DataSource system) {
        return new IndexCheck(index, tail, new JdbcTemplate(system));
    }
}

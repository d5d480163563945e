package dev.serai.indexing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.search.SearchIndex;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IndexSettings.class)
class IndexingConfiguration {
    private static final Logger log = LoggerFactory.getLogger(IndexingConfiguration.class);

    /** A damaged index is thrown away: everything in it comes from Postgres and will come again. */
    @Bean
    SearchIndex searchIndex(@Value("${serai.data:data}") Path dataFolder) throws IOException {
        Path folder = dataFolder.resolve("index");
        try {
            return SearchIndex.open(folder);
        } catch (IOException | IllegalArgumentException e) {
            log.atError().setCause(e).log("index is damaged; it is rebuilt from Postgres");
            FileSystemUtils.deleteRecursively(folder);
            return SearchIndex.open(folder);
        }
    }

    /** Stopped also when the context fails to start, which no lifecycle call follows. */
    @Bean(destroyMethod = "stop")
    IndexTail indexTail(
            SearchIndex index,
            @Qualifier("systemDataSource") DataSource system,
            IndexSettings settings,
            MeterRegistry meters) {
        IndexTail tail = new IndexTail(index, new IndexChanges(new JdbcTemplate(system)), settings);
        Gauge.builder("serai.index.lag", tail, IndexTail::lag).register(meters);
        return tail;
    }

    @Bean
    Searches searches(SearchIndex index, IndexTail tail, IndexSettings settings, ObjectMapper json) {
        return new Searches(index, tail, settings, json);
    }
}

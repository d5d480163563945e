package dev.serai.hub;

import dev.serai.http.Contract;
import dev.serai.indexing.IndexTail;
import dev.serai.live.FolderEdits;
import dev.serai.live.RouteRevisions;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import software.amazon.awssdk.services.s3.S3Client;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HubRoles.class)
class HubConfiguration {
    private static final List<String> WAKE_UPS =
            List.of("serai.documents.store", "serai.documents.chunk", "serai.documents.embed", "serai.documents.index");
    private static final int PARTITIONS = 12;

    @Bean(destroyMethod = "close")
    Topics topics(
            @Value("${serai.kafka.brokers}") String brokers,
            @Value("${serai.retention.topics.documents-ms}") long documentsMillis,
            @Value("${serai.retention.topics.documents-bytes}") long documentsBytes,
            @Value("${serai.retention.topics.dead-letters-ms}") long deadLettersMillis,
            @Value("${serai.retention.topics.dead-letters-bytes}") long deadLettersBytes)
            throws InterruptedException, TimeoutException {
        Map<String, Topics.Keep> keep = new HashMap<>();
        WAKE_UPS.forEach(topic -> keep.put(topic, new Topics.Keep(documentsMillis, documentsBytes)));
        keep.put("serai.dead-letters", new Topics.Keep(deadLettersMillis, deadLettersBytes));
        Topics topics = new Topics(brokers);
        topics.provide(keep, PARTITIONS);
        return topics;
    }

    @Bean
    Documentation documentation(Contract contract) {
        return new Documentation(contract);
    }

    @Bean
    HubHealth hubHealth(
            @Qualifier("systemDataSource") DataSource postgres,
            RedisConnectionFactory redis,
            Topics kafka,
            S3Client s3,
            @Value("${serai.s3.bucket}") String bucket,
            IndexTail index,
            RouteRevisions routes,
            FolderEdits edits,
            Environment environment) {
        Map<String, Probe> probes = Map.of(
                "postgres", () -> requireValid(postgres),
                "redis", () -> ping(redis),
                "kafka", kafka::ask,
                "s3", () -> s3.headBucket(r -> r.bucket(bucket)));
        return new HubHealth(probes, index, new HubFacts(environment), routes, edits);
    }

    /** Gives the connection back: the pool is small, and whoever borrows from an empty one waits for ever. */
    private static void ping(RedisConnectionFactory redis) {
        try (RedisConnection connection = redis.getConnection()) {
            connection.ping();
        }
    }

    private static void requireValid(DataSource postgres) throws java.sql.SQLException {
        try (Connection connection = postgres.getConnection()) {
            if (!connection.isValid(1)) {
                throw new java.sql.SQLException("the connection is not valid");
            }
        }
    }
}

package dev.serai.hub;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The hub's topics, and the broker's pulse. */
final class Topics implements AutoCloseable {
    private static final String WAKE_UPS = "serai.documents.";

    private final Admin admin;

    Topics(String brokers) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000));
    }

    /** Creates those that are missing; replication as the brokers have it by default. */
    void provide(Collection<String> names, int partitions) throws InterruptedException, TimeoutException {
        try {
            Set<String> missing = new HashSet<>(names);
            missing.removeAll(admin.listTopics().names().get(10, TimeUnit.SECONDS));
            admin.createTopics(missing.stream()
                            .map(n -> new NewTopic(n, Optional.of(partitions), Optional.empty()).configs(settings(n)))
                            .toList())
                    .all()
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(
                        "SERAI-START-012 The topics %s could not be created; create them or let the hub do so"
                                .formatted(names),
                        e.getCause());
            }
        }
    }

    /** Wake-ups need no flush of their own, even where the broker flushes all else: a lost one is written again. */
    private static Map<String, String> settings(String topic) {
        return topic.startsWith(WAKE_UPS)
                ? Map.of(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, Long.toString(Long.MAX_VALUE))
                : Map.of();
    }

    void ask() throws Exception {
        admin.describeCluster().nodes().get(1_400, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}

package dev.serai.hub;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's topics, and the broker's pulse. */
final class Topics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Topics.class);
    private static final String WAKE_UPS = "serai.documents.";

    private final Admin admin;

    Topics(String brokers) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000));
    }

    /**
     * How much of a topic the brokers keep. Losing a wake-up to it loses nothing: a waiting job is woken again.
     *
     * @param bytes of each partition; -1 for no limit
     */
    record Keep(long millis, long bytes) {
        Map<String, String> settings() {
            return Map.of(
                    TopicConfig.RETENTION_MS_CONFIG, Long.toString(millis),
                    TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes));
        }
    }

    /**
     * Creates those that are missing, with replication as the brokers have it by default, and tells the brokers how much
     * to keep of each.
     */
    void provide(Map<String, Keep> topics, int partitions) throws InterruptedException, TimeoutException {
        create(topics, partitions);
        keep(topics);
    }

    private void create(Map<String, Keep> topics, int partitions) throws InterruptedException, TimeoutException {
        Collection<String> names = topics.keySet();
        try {
            Set<String> missing = new HashSet<>(names);
            missing.removeAll(admin.listTopics().names().get(10, TimeUnit.SECONDS));
            admin.createTopics(missing.stream()
                            .map(n -> new NewTopic(n, Optional.of(partitions), Optional.empty())
                                    .configs(settings(n, topics.get(n))))
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

    /** For topics that were there before; a broker that does not let the hub do this keeps its own settings. */
    private void keep(Map<String, Keep> topics) throws InterruptedException, TimeoutException {
        Map<ConfigResource, Collection<AlterConfigOp>> wanted = new HashMap<>();
        topics.forEach((name, keep) -> wanted.put(
                new ConfigResource(ConfigResource.Type.TOPIC, name),
                settings(name, keep).entrySet().stream()
                        .map(e ->
                                new AlterConfigOp(new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                        .toList()));
        try {
            admin.incrementalAlterConfigs(wanted).all().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            log.atWarn().setCause(e.getCause()).log("topics keep their messages as the brokers say");
        }
    }

    /** Wake-ups need no flush of their own, even where the broker flushes all else: a lost one is written again. */
    private static Map<String, String> settings(String topic, Keep keep) {
        Map<String, String> settings = new HashMap<>(keep.settings());
        if (topic.startsWith(WAKE_UPS)) {
            settings.put(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, Long.toString(Long.MAX_VALUE));
        }
        return settings;
    }

    void ask() throws Exception {
        admin.describeCluster().nodes().get(1_400, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}

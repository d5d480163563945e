package dev.serai.upkeep;

import dev.serai.database.SqlFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Topics and consumer groups. Nothing here needs mending by hand for documents to arrive: the job rows decide, and lost
 * wake-ups are written again. What is reported says that Kafka is not as the hub left it.
 */
final class KafkaStep implements Step {
    private static final String OFFSETS = "SERAI-RECON-010";
    private static final String LETTERS = "SERAI-RECON-011";
    private static final String TOPIC = "SERAI-RECON-012";
    private static final List<String> STAGES = List.of("store", "chunk", "embed", "index");
    private static final String DEAD_LETTERS = "serai.dead-letters";
    private static final Duration LOOK_BACK = Duration.ofHours(24);
    private static final long PATIENCE = 10;

    private final Map<String, Object> access;
    private final NamedParameterJdbcTemplate jdbc;
    private final Findings findings;
    private final ReconcileSettings settings;
    private final Clock clock;
    private final String lettersSql = SqlFile.read("sql/reconcile/dead-letters-recent.sql");

    KafkaStep(
            String brokers,
            NamedParameterJdbcTemplate jdbc,
            Findings findings,
            ReconcileSettings settings,
            Clock clock) {
        this.access = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000);
        this.jdbc = jdbc;
        this.findings = findings;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public List<String> codes() {
        return List.of(OFFSETS, LETTERS, TOPIC);
    }

    @Override
    public Page page(@Nullable String cursor) throws Exception {
        int reported = 0;
        try (Admin admin = Admin.create(access)) {
            Set<String> topics = admin.listTopics().names().get(PATIENCE, TimeUnit.SECONDS);
            for (String stage : STAGES) {
                String topic = "serai.documents." + stage;
                reported += topics.contains(topic) ? offsets(admin, topic) : missing(topic);
            }
            reported += topics.contains(DEAD_LETTERS) ? letters(admin) : missing(DEAD_LETTERS);
        }
        return new Page(null, STAGES.size() + 1, 0, reported);
    }

    private int missing(String topic) {
        findings.reported(TOPIC, topic, "the topic %s does not exist; a start of the hub creates it".formatted(topic));
        return 1;
    }

    private int offsets(Admin admin, String topic) throws Exception {
        String group = topic.replace('.', '-');
        Map<TopicPartition, Long> ends = ends(admin, topic, OffsetSpec.latest());
        Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(PATIENCE, TimeUnit.SECONDS);
        long lag = 0;
        List<String> ahead = new ArrayList<>();
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata offset = taken.get(end.getKey());
            long behind = offset == null ? 0 : end.getValue() - offset.offset();
            lag += Math.max(0, behind);
            if (behind < 0) {
                ahead.add(end.getKey() + " by " + -behind);
            }
        }
        if (!ahead.isEmpty()) {
            findings.reported(
                    OFFSETS,
                    group,
                    "the group %s stands behind the end of %s; was the topic created anew?".formatted(group, ahead));
        } else if (lag > settings.lag()) {
            findings.reported(
                    OFFSETS,
                    group,
                    "the group %s is %d wake-ups behind; at most %d are expected"
                            .formatted(group, lag, settings.lag()));
        }
        return ahead.isEmpty() && lag <= settings.lag() ? 0 : 1;
    }

    /** What the outbox gave away must be in the topic: at least as many messages as dead letters in the same time. */
    private int letters(Admin admin) throws Exception {
        Instant since = clock.instant().minus(LOOK_BACK);
        Map<String, Object> values = Map.of(
                "since",
                java.sql.Timestamp.from(since),
                "until",
                java.sql.Timestamp.from(clock.instant().minus(settings.grace())));
        Long rows = jdbc.queryForObject(lettersSql, values, Long.class);
        Map<TopicPartition, Long> ends = ends(admin, DEAD_LETTERS, OffsetSpec.latest());
        Map<TopicPartition, Long> begins = ends(admin, DEAD_LETTERS, OffsetSpec.forTimestamp(since.toEpochMilli()));
        long messages = ends.entrySet().stream()
                .mapToLong(e -> begins.getOrDefault(e.getKey(), -1L) < 0 ? 0 : e.getValue() - begins.get(e.getKey()))
                .sum();
        if (rows != null && rows > messages) {
            findings.reported(
                    LETTERS,
                    DEAD_LETTERS,
                    "of the last 24 hours there are %d dead letters but only %d messages in the topic"
                            .formatted(rows, messages));
            return 1;
        }
        return 0;
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get(PATIENCE, TimeUnit.SECONDS)
                .partitions()
                .forEach(p -> wanted.put(new TopicPartition(topic, p.partition()), which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> e :
                admin.listOffsets(wanted).all().get(PATIENCE, TimeUnit.SECONDS).entrySet()) {
            offsets.put(e.getKey(), e.getValue().offset());
        }
        return offsets;
    }
}

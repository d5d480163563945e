package dev.serai.pipeline;

import dev.serai.TestHub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** What an operator can see of failed jobs: rows and topic. */
final class DeadLetters {
    private static final String TOPIC = "serai.dead-letters";

    private DeadLetters() {}

    static List<Map<String, Object>> rows(TestHub hub, String documentId) {
        return hub.system()
                .queryForList(
                        "select * from dead_letter_jobs where document_id = ?::uuid order by failed_at", documentId);
    }

    /** Waits for a message of the topic that names the document. */
    static String message(TestHub hub, String documentId) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", hub.setting("serai.kafka.brokers"));
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor(TOPIC).stream()
                    .map(DeadLetters::partition)
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInSameThread()
                    .until(() -> next(consumer, documentId), found -> !found.isEmpty());
        }
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    private static String next(KafkaConsumer<String, String> consumer, String documentId) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
            if (record.value().contains(documentId)) {
                return record.value();
            }
        }
        return "";
    }
}

package dev.serai.pipeline;

import dev.serai.TestHub;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a stage's consumers have not taken yet. */
final class Backlog {
    private Backlog() {}

    static long of(TestHub hub, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", hub.setting("serai.kafka.brokers")))) {
            String group = topic.replace('.', '-');
            Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, ListOffsetsResultInfo> ends = ends(admin, topic);
            return ends.entrySet().stream()
                    .mapToLong(e -> e.getValue().offset()
                            - (done.get(e.getKey()) == null
                                    ? 0
                                    : done.get(e.getKey()).offset()))
                    .sum();
        }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> ends(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted =
                admin.describeTopics(java.util.List.of(topic)).topicNameValues().get(topic).get().partitions().stream()
                        .collect(Collectors.toMap(
                                p -> new TopicPartition(topic, p.partition()), p -> OffsetSpec.latest()));
        return admin.listOffsets(wanted).all().get();
    }
}

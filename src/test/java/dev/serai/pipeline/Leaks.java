package dev.serai.pipeline;

import dev.serai.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything that a hub has written where somebody may read it later. */
final class Leaks {
    private Leaks() {}

    static String written(TestHub hub) throws IOException {
        return tables(hub) + topics(hub) + logs(hub);
    }

    /** Every row that the hub's widest login can read, as text. */
    private static String tables(TestHub hub) {
        StringBuilder all = new StringBuilder();
        for (String table : hub.system().queryForList("""
                select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                  and has_table_privilege(current_user, oid, 'select')
                """, String.class)) {
            hub.system()
                    .queryForList("select t::text from " + table + " t", String.class)
                    .forEach(row -> all.append(table).append(' ').append(row).append('\n'));
        }
        return all.toString();
    }

    private static String topics(TestHub hub) {
        StringBuilder all = new StringBuilder();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", hub.setting("serai.kafka.brokers")),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.listTopics().forEach((name, infos) -> {
                if (name.startsWith("serai.")) {
                    infos.forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
                }
            });
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> all.append(record).append('\n'));
            }
        }
        return all.toString();
    }

    /** The embedded servers' own logs; Kafka's files of that ending are its data, which the topics show. */
    private static String logs(TestHub hub) throws IOException {
        Path data = Path.of(hub.setting("serai.data"));
        try (Stream<Path> files = Files.walk(data)) {
            StringBuilder all = new StringBuilder();
            files.filter(file -> file.toString().endsWith(".log")
                            && !data.relativize(file).startsWith("kafka"))
                    .forEach(file -> all.append(content(file)).append('\n'));
            return all.toString();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

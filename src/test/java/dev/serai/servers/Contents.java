package dev.serai.servers;

import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import redis.clients.jedis.Jedis;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes one thing into each server and reads it back. */
record Contents(Map<String, String> properties) {
    private static final String TOPIC = "kept";

    void write(String text) throws Exception {
        sql("create table kept (text text)", "insert into kept values ('" + text + "')");
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        try (var producer = new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, text)).get();
        }
        try (S3Client s3 = s3(properties.get("serai.s3.secret-key"))) {
            s3.putObject(put -> put.bucket(bucket()).key("a/b/kept.txt"), RequestBody.fromString(text));
        }
        try (Jedis redis = redis()) {
            redis.set("kept", text);
        }
    }

    /** What {@link #write} wrote, as found in PostgreSQL, Kafka, S3 and Redis. */
    List<String> read() throws Exception {
        return List.of(postgresText(), kafkaText(), s3Text(), redisText());
    }

    S3Client s3(String secret) {
        var credentials = AwsBasicCredentials.create(properties.get("serai.s3.access-key"), secret);
        return S3Client.builder()
                .endpointOverride(URI.create(properties.get("serai.s3.endpoint")))
                .region(Region.of(properties.get("serai.s3.region")))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .forcePathStyle(true)
                .build();
    }

    Jedis redis() {
        return new Jedis(URI.create(properties.get("serai.redis.url")));
    }

    String bucket() {
        return properties.get("serai.s3.bucket");
    }

    private void sql(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(admin("url"), admin("username"), admin("password"));
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<String> postgresSettings(List<String> names) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var connection = DriverManager.getConnection(admin("url"), admin("username"), admin("password"));
                var statement = connection.createStatement()) {
            for (String name : names) {
                try (var row = statement.executeQuery("show " + name)) {
                    row.next();
                    values.add(row.getString(1));
                }
            }
        }
        return values;
    }

    private String postgresText() throws SQLException {
        try (var connection = DriverManager.getConnection(admin("url"), admin("username"), admin("password"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("select text from kept")) {
            row.next();
            return row.getString(1);
        }
    }

    private String kafkaText() {
        try (var consumer = new KafkaConsumer<>(kafka(), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
        }
    }

    private String s3Text() {
        try (S3Client s3 = s3(properties.get("serai.s3.secret-key"))) {
            return s3.getObjectAsBytes(get -> get.bucket(bucket()).key("a/b/kept.txt"))
                    .asUtf8String();
        }
    }

    private String redisText() {
        try (Jedis redis = redis()) {
            return redis.get("kept");
        }
    }

    private String admin(String what) {
        return properties.get("serai.database.admin." + what);
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", properties.get("serai.kafka.brokers"), "acks", "all");
    }
}

package dev.serai.command;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks for the brokers of the cluster. */
record KafkaProbe() implements Probe {
    @Override
    public String server() {
        return "kafka";
    }

    @Override
    public String address() {
        return "serai.kafka.brokers";
    }

    @Override
    public String variables() {
        return "SERAI_KAFKA_BROKERS";
    }

    @Override
    public String version(Map<String, String> properties) throws Exception {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.get(address()),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                SECONDS * 1000);
        Admin admin = Admin.create(settings);
        try {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(SECONDS, TimeUnit.SECONDS)
                    .size();
            return "Kafka, " + brokers + (brokers == 1 ? " broker" : " brokers");
        } finally {
            admin.close(Duration.ofSeconds(1));
        }
    }
}

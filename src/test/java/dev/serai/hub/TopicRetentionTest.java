package dev.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Brokers keep as much of the hub's topics as the configuration says, also of topics that were there before. */
class TopicRetentionTest {
    private final TestHub hub = TestHub.shared();
    private final String brokers = hub.setting("serai.kafka.brokers");

    @Test
    void theHubsTopicsHaveTheConfiguredRetention() throws Exception {
        assertThat(setting("serai.documents.embed", "retention.ms"))
                .isEqualTo(hub.setting("serai.retention.topics.documents-ms"));
        assertThat(setting("serai.dead-letters", "retention.ms"))
                .isEqualTo(hub.setting("serai.retention.topics.dead-letters-ms"));
        assertThat(setting("serai.dead-letters", "retention.bytes"))
                .isEqualTo(hub.setting("serai.retention.topics.dead-letters-bytes"));
    }

    @Test
    void aChangedSettingReachesATopicThatIsThere() throws Exception {
        String name = "test.retention-" + UUID.randomUUID();
        try (Topics topics = new Topics(brokers)) {
            topics.provide(Map.of(name, new Topics.Keep(60_000, 1_000_000)), 1);
            topics.provide(Map.of(name, new Topics.Keep(120_000, -1)), 1);
        }

        assertThat(setting(name, "retention.ms")).isEqualTo("120000");
        assertThat(setting(name, "retention.bytes")).isEqualTo("-1");
    }

    private String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            return config.get(name).value();
        }
    }
}

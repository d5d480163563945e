package dev.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void wakeUpsAreNotFlushedOneByOneAndDeadLettersAre() throws Exception {
        assertThat(flushMessages("serai.documents.store")).isEqualTo(Long.MAX_VALUE);
        assertThat(flushMessages("serai.dead-letters")).isEqualTo(1);
    }

    private static long flushMessages(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestHub.shared().setting("serai.kafka.brokers")))) {
            return Long.parseLong(admin.describeConfigs(java.util.List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get("flush.messages")
                    .value());
        }
    }
}

package dev.serai.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Turns admitted outbox rows into one batch for Kafka. */
public final class Outbox {
    /** Body: rows of {@code outbox-admit.sql}; becomes messages with topic and key, their ids go to {@code sentIds}. */
    public void address(Exchange exchange) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        List<Message> messages = new ArrayList<>(rows.size());
        Long[] ids = new Long[rows.size()];
        for (int i = 0; i < ids.length; i++) {
            Map<?, ?> row = (Map<?, ?>) rows.get(i);
            ids[i] = ((Number) row.get("id")).longValue();
            messages.add(message(exchange, row));
        }
        exchange.getMessage().setHeader("sentIds", ids);
        exchange.getMessage().setBody(messages);
    }

    private static Message message(Exchange exchange, Map<?, ?> row) {
        Message message = new DefaultMessage(exchange.getContext());
        message.setBody(row.get("payload"));
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, row.get("topic"));
        message.setHeader(KafkaConstants.KEY, row.get("key"));
        return message;
    }
}

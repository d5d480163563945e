package dev.serai.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.outbound.PublicPages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What SES tells of mails, as SNS brings it; and the confirmation that SNS wants before it brings anything. */
public final class SesFeedback {
    private static final int MOST_BYTES = 65_536;
    private static final int LONGEST_ADDRESS = 320;

    private final ObjectMapper json;
    private final PublicPages pages;
    private final SnsAddress addresses;

    SesFeedback(ObjectMapper json, PublicPages pages, SnsAddress addresses) {
        this.json = json;
        this.pages = pages;
        this.addresses = addresses;
    }

    /**
     * Body in: a verified message of SNS. Header {@code feedback}: {@code topic} with {@code topic} and {@code
     * subscribeUrl}, {@code mails} with a list of maps as the body, or {@code none}.
     */
    public void read(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        JsonNode envelope = json.readTree(message.getBody(byte[].class));
        message.setHeader("feedback", "none");
        String type = envelope.path("Type").asText();
        if (type.equals("SubscriptionConfirmation")) {
            message.setHeader("feedback", "topic");
            message.setHeader("topic", envelope.path("TopicArn").asText());
            message.setHeader("subscribeUrl", envelope.path("SubscribeURL").asText());
        } else if (type.equals("Notification")) {
            List<Map<String, Object>> items = items(envelope.path("Message").asText());
            message.setHeader("feedback", items.isEmpty() ? "none" : "mails");
            message.setBody(items);
        }
    }

    /** Body: one of the maps; becomes the headers of {@code feedback-keep.sql}. */
    public void open(Exchange exchange) {
        Map<?, ?> item = exchange.getMessage().getBody(Map.class);
        item.forEach((name, value) -> exchange.getMessage().setHeader((String) name, value));
    }

    /** Headers in: those of {@code topic-claim.sql}. Header out: {@code topicError}, empty when SNS has its answer. */
    public void confirm(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        row.forEach((name, value) -> message.setHeader((String) name, value));
        try {
            pages.get(addresses.of(String.valueOf(row.get("subscribeUrl"))), MOST_BYTES);
            message.setHeader("topicError", "");
        } catch (IOException | IllegalArgumentException e) {
            message.setHeader("topicError", "not confirmed: " + e.getMessage());
        }
    }

    private List<Map<String, Object>> items(String text) throws JsonProcessingException {
        JsonNode event = parsed(text);
        String type = event.path("notificationType")
                .asText(event.path("eventType").asText())
                .toLowerCase(Locale.ROOT);
        JsonNode mail = event.path("mail");
        String id = mail.path("messageId").asText();
        return id.isEmpty() || id.length() > 200
                ? List.of()
                : switch (type) {
                    case "bounce" -> bounced(event.path("bounce"), id, ours(mail));
                    case "complaint" ->
                        told(
                                event.path("complaint").path("complainedRecipients"),
                                "complained",
                                true,
                                id,
                                ours(mail),
                                "complaint");
                    case "delivery" -> delivered(event.path("delivery"), id, ours(mail));
                    default -> List.of();
                };
    }

    /** A message that SNS itself signed but that is no JSON tells nothing, such as SES's own test message. */
    private JsonNode parsed(String text) throws JsonProcessingException {
        return text.startsWith("{") ? json.readTree(text) : json.createObjectNode();
    }

    private static List<Map<String, Object>> bounced(JsonNode bounce, String id, @Nullable Long mail) {
        String kind = bounce.path("bounceType").asText();
        return told(
                bounce.path("bouncedRecipients"),
                "bounced",
                kind.equals("Permanent"),
                id,
                mail,
                kind + " " + bounce.path("bounceSubType").asText());
    }

    private static List<Map<String, Object>> delivered(JsonNode delivery, String id, @Nullable Long mail) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (JsonNode address : delivery.path("recipients")) {
            add(items, address.asText(), "delivered", false, id, mail, "");
        }
        return items;
    }

    private static List<Map<String, Object>> told(
            JsonNode recipients, String kind, boolean permanent, String id, @Nullable Long mail, String details) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (JsonNode recipient : recipients) {
            String diagnosis = recipient.path("diagnosticCode").asText();
            String said = Addresses.words(details + " " + diagnosis);
            add(items, recipient.path("emailAddress").asText(), kind, permanent, id, mail, said);
        }
        return items;
    }

    private static void add(
            List<Map<String, Object>> items,
            String address,
            String kind,
            boolean permanent,
            String id,
            @Nullable Long mail,
            String details) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        if (lower.length() < 3 || lower.length() > LONGEST_ADDRESS) {
            return;
        }
        Map<String, Object> item = new HashMap<>();
        item.put("providerId", id);
        item.put("address", lower);
        item.put("kind", kind);
        item.put("permanent", permanent);
        item.put("mailId", mail);
        item.put("feedbackDetails", details);
        items.add(item);
    }

    /** The id that the hub wrote into the message; SES shows headers when it is asked to. */
    private static @Nullable Long ours(JsonNode mail) {
        for (JsonNode header : mail.path("headers")) {
            String value = header.path("value").asText();
            if (header.path("name").asText().equalsIgnoreCase(Composer.MAIL) && value.matches("\\d{1,18}")) {
                return Long.valueOf(value);
            }
        }
        return null;
    }
}

package dev.serai.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The rules of who is told what, as statements take them. */
public final class AlertChannels {
    private final Map<String, Object> headers = new TreeMap<>();

    AlertChannels(AlertSettings settings, ObjectMapper json) {
        List<String> on = on(settings);
        headers.put("channels", channels(settings, on, json).toString());
        headers.put("channelNames", json.valueToTree(on).toString());
        headers.put("severities", severities(settings, json).toString());
        headers.put("noticeRules", json.valueToTree(settings.notices()).toString());
        headers.put("mailTo", json.valueToTree(settings.mailTo()).toString());
        headers.put("flaps", settings.flapping().times());
        headers.put("flapSeconds", seconds(settings.flapping().window()));
        headers.put("stormMost", settings.storm().most());
        headers.put("stormGather", seconds(settings.storm().gather()));
        headers.put("stormCalm", seconds(settings.storm().calm()));
        headers.put("digestEvery", seconds(settings.digest().every()));
        headers.put("digestAt", seconds(settings.digest().at()));
        headers.put("listLink", settings.linkUrl().isEmpty() ? "" : settings.linkUrl() + "/api/alerts");
        headers.put("leaseSeconds", seconds(settings.lease()));
        headers.put("batch", settings.batch());
    }

    /** Sets all of them as headers. */
    public void describe(Exchange exchange) {
        Message message = exchange.getMessage();
        headers.forEach(message::setHeader);
    }

    /** Channels that are set up. */
    private static List<String> on(AlertSettings settings) {
        boolean mail = !settings.mailTo().isEmpty();
        Map<String, Boolean> on = new TreeMap<>(Map.of(
                "mail",
                mail,
                "digest",
                mail,
                "slack",
                settings.slack().on(),
                "pagerduty",
                settings.pagerduty().on()));
        return on.keySet().stream()
                .filter(name -> Boolean.TRUE.equals(on.get(name)))
                .toList();
    }

    private static ArrayNode channels(AlertSettings settings, List<String> on, ObjectMapper json) {
        ArrayNode channels = json.createArrayNode();
        on.forEach(name -> {
            ObjectNode channel = channels.addObject().put("channel", name);
            channel.set("kinds", json.valueToTree(settings.channels().getOrDefault(name, List.of())));
        });
        return channels;
    }

    private static ArrayNode severities(AlertSettings settings, ObjectMapper json) {
        ArrayNode severities = json.createArrayNode();
        settings.severities().forEach((name, severity) -> {
            ObjectNode node = severities.addObject().put("severity", name).put("repeat", seconds(severity.repeat()));
            node.set("channels", json.valueToTree(severity.channels()));
        });
        return severities;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}

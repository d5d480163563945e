package dev.serai.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Messages for an incoming webhook of Slack, or of what speaks like it. No text of an alert can mention or link. */
final class SlackMessages {
    /** Slack's limits: 150 characters of a header, 3000 of a text, 2000 of a field. */
    private static final int HEADER = 150;

    private static final int TEXT = 2900;
    private static final int FIELD = 400;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n]]");

    private final Links links;
    private final ObjectMapper json;

    SlackMessages(Links links, ObjectMapper json) {
        this.links = links;
        this.json = json;
    }

    /** The request's body. */
    String of(AlertMessage message) {
        String headline = cut("%s %s".formatted(message.severity(), oneLine(message.headline())), HEADER);
        ObjectNode body = json.createObjectNode();
        body.put("text", escaped(headline))
                .put("parse", "none")
                .put("link_names", false)
                .put("mrkdwn", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false);
        ArrayNode blocks = body.putArray("blocks");
        plain(blocks.addObject().put("type", "header").putObject("text"), disarmed(headline));
        String text = cut(disarmed(printable(message.note().isEmpty() ? message.text() : message.note())), TEXT);
        if (!text.isBlank()) {
            plain(blocks.addObject().put("type", "section").putObject("text"), text);
        }
        ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
        plain(fields.addObject(), "Source: " + field(message.source()));
        plain(fields.addObject(), "Since: " + message.since());
        plain(fields.addObject(), "Concerns: " + field(message.org().isEmpty() ? message.key() : message.org()));
        plain(fields.addObject(), "Seen: " + message.count());
        links(blocks, message);
        return body.toString();
    }

    /** The only links are ours: their addresses come from the settings. */
    private void links(ArrayNode blocks, AlertMessage message) {
        String alert = links.alert(message);
        String runbook = links.runbook(message);
        String shown = (alert.isEmpty() ? "" : "<%s|Alert %d>  ".formatted(alert, message.alert()))
                + (runbook.isEmpty() ? "" : "<%s|Runbook %s>".formatted(runbook, message.runbook()));
        if (!shown.isEmpty()) {
            blocks.addObject()
                    .put("type", "context")
                    .putArray("elements")
                    .addObject()
                    .put("type", "mrkdwn")
                    .put("verbatim", true)
                    .put("text", shown.strip());
        } else if (!message.runbook().isEmpty()) {
            plain(
                    blocks.addObject()
                            .put("type", "context")
                            .putArray("elements")
                            .addObject(),
                    "Runbook " + message.runbook());
        }
    }

    private static void plain(ObjectNode into, String text) {
        into.put("type", "plain_text").put("emoji", false).put("text", text);
    }

    private static String field(String text) {
        return cut(disarmed(oneLine(text)), FIELD);
    }

    private static String oneLine(String text) {
        return printable(text).replace('\n', ' ');
    }

    /** Also without the characters that turn the direction of reading or hide others. */
    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ");
    }

    /** An invisible character splits what some servers would take for a mention, a link of Markdown or an address. */
    private static String disarmed(String text) {
        return text.replace("@", "@\u200b").replace("](", "]\u200b(").replace("://", ":\u200b//");
    }

    /** What Slack's own markup begins with. */
    private static String escaped(String text) {
        return disarmed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}

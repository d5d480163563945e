package dev.serai.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads JSON that others write: a value of another type than expected counts as absent, and so does an absurd one. */
public final class Fields {
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_TEXT = 2000;

    private final JsonNode node;

    public Fields(JsonNode node) {
        this.node = node;
    }

    /** The object at a path of names between dots; without fields when there is none. */
    public Fields at(String path) {
        JsonNode current = node;
        for (String name : path.split("\\.", -1)) {
            current = current.path(name);
        }
        return new Fields(current);
    }

    public boolean isObject() {
        return node.isObject();
    }

    /** Whether there is a value other than null. */
    public boolean has(String path) {
        JsonNode value = at(path).node;
        return !value.isMissingNode() && !value.isNull();
    }

    /** The elements of a list; none when it is no list. */
    public List<Fields> list(String path) {
        return StreamSupport.stream(at(path).node.spliterator(), false)
                .filter(JsonNode::isObject)
                .map(Fields::new)
                .toList();
    }

    /** A text, cut where it is longer than any that is worth keeping. */
    public @Nullable String text(String path) {
        JsonNode value = at(path).node;
        if (!value.isTextual() || value.textValue().isBlank()) {
            return null;
        }
        String text = value.textValue().replace("\u0000", "");
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        // Half a surrogate pair is no text for Postgres.
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    public String text(String path, String otherwise) {
        String found = text(path);
        return found == null ? otherwise : found;
    }

    /** A whole number that fits. */
    public @Nullable Long number(String path) {
        JsonNode value = at(path).node;
        return value.isIntegralNumber() && value.canConvertToLong() ? Long.valueOf(value.longValue()) : null;
    }

    public long number(String path, long otherwise) {
        Long found = number(path);
        return found == null ? otherwise : found;
    }

    public boolean isTrue(String path) {
        return at(path).node.asText().equals("true");
    }

    /** An id, or the id of an object that is written out in its place; empty when there is neither. */
    public String reference(String path) {
        Fields at = at(path);
        String id = at.isObject() ? at.text("id") : text(path);
        return id == null || id.length() > LONGEST_ID ? "" : id;
    }

    /** The id that an event of this type cannot do without. */
    public String requireId(String path, String type) {
        String id = reference(path);
        if (id.isEmpty()) {
            throw Refusal.of(
                    Reason.EVENT_UNREADABLE,
                    "The event %s has no %s; expected 1 to %d characters".formatted(type, path, LONGEST_ID),
                    "Look at the event's body; replay it when the hub knows its form");
        }
        return id;
    }
}

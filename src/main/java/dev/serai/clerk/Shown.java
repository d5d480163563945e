package dev.serai.clerk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What customers see of Clerk's answers. */
record Shown(Set<String> hidden) {
    /**
     * A copy without the hidden fields.
     *
     * @param own the field that must name the org in each item of a list; null when all items are the org's
     */
    JsonNode toOrg(JsonNode answer, @Nullable String org, @Nullable String own) {
        JsonNode copy = answer.deepCopy();
        strip(copy);
        if (own != null) {
            keepOwn(copy, org, own);
            keepOwn(copy.path("data"), org, own);
        }
        return copy;
    }

    private void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(hidden);
        }
        node.forEach(this::strip);
    }

    private static void keepOwn(JsonNode list, @Nullable String org, String own) {
        if (list instanceof ArrayNode items) {
            items.removeIf(item -> !item.path(own).asText().equals(org));
        }
    }
}

package dev.serai.company;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.serai.access.Role;
import dev.serai.http.Features;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an org can choose.
 *
 * @param key its name in the API and in the table
 * @param feature its name in the features column; null when it has a column of its own
 * @param fallback the hub's default, of the kind or null
 * @param changedBy who may change it: org_admin of their own org, or operator only
 * @param operations what it gates, when it turns a feature on and off
 * @param least of a number its smallest value, of a text its smallest length
 * @param most of a number its largest value, of a text its largest length
 */
record Setting(
        String key,
        @Nullable String feature,
        Kind kind,
        JsonNode fallback,
        String title,
        Role changedBy,
        List<String> operations,
        int least,
        int most) {

    /** The feature whose column operators know by name. */
    private static final String CAP_TABLE = "cap_table";

    /** The type of a setting's value. */
    enum Kind {
        FLAG,
        NUMBER,
        TEXT
    }

    static Setting of(Features.Feature feature, List<String> operations) {
        JsonNode fallback = JsonNodeFactory.instance.booleanNode(feature.onByDefault());
        String kept = feature.name().equals(CAP_TABLE) ? null : feature.name();
        return new Setting(
                feature.setting(), kept, Kind.FLAG, fallback, feature.title(), feature.changedBy(), operations, 0, 0);
    }

    /** What is wrong with a value; null is always right and goes back to the default. */
    Optional<String> problem(JsonNode value) {
        boolean right = value.isNull()
                || switch (kind) {
                    case FLAG -> value.isBoolean();
                    case NUMBER -> value.isInt() && value.intValue() >= least && value.intValue() <= most;
                    case TEXT -> value.isTextual() && isText(value.textValue());
                };
        return right ? Optional.empty() : Optional.of("expected %s; got %s".formatted(expected(), shortened(value)));
    }

    private boolean isText(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= least
                && length <= most
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }

    private String expected() {
        return switch (kind) {
            case FLAG -> "true, false, or null for the default";
            case NUMBER -> "a whole number from %d to %d, or null for the default".formatted(least, most);
            case TEXT -> "text of at most %d characters without controls, or null for the default".formatted(most);
        };
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}

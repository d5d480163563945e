package dev.serai.webhooks;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few facts of an event that decide whether it is taken, in one pass and without building a tree. Reads the body
 * to its end all the same, so that what is stored as an event is JSON.
 */
final class EventReader {
    private static final int DEEPEST = 200;
    private static final int LONGEST = 255;
    private static final JsonPointer OBJECT = JsonPointer.compile("/object");
    private static final JsonPointer LIVE = JsonPointer.compile("/livemode");
    private static final JsonPointer ACCOUNT = JsonPointer.compile("/account");

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    /**
     * @param id where the id is; null when there is none to be looked for
     * @param type where the type is
     */
    Reading read(byte[] body, @Nullable JsonPointer id, JsonPointer type) {
        Map<JsonPointer, String> found = new HashMap<>();
        for (JsonPointer wanted : new JsonPointer[] {type, OBJECT, LIVE, ACCOUNT}) {
            found.put(wanted, "");
        }
        if (id != null) {
            found.put(id, "");
        }
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Reading.Unparseable("The body is not a JSON object");
            }
            collect(parser, found);
            if (parser.nextToken() != null) {
                return new Reading.Unparseable("The body goes on behind its JSON object");
            }
        } catch (JacksonException e) {
            return new Reading.Unparseable("The body is not JSON that can be read, at byte %d".formatted(place(e)));
        } catch (IOException e) {
            return new Reading.Unparseable("The body cannot be read");
        }
        return event(found, id, type);
    }

    private static void collect(JsonParser parser, Map<JsonPointer, String> found) throws IOException {
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isScalarValue()) {
                // Names inside arrays and deep below cannot be what is looked for; asking costs a pointer each.
                note(parser, token, found);
            }
        }
    }

    private static void note(JsonParser parser, JsonToken token, Map<JsonPointer, String> found) throws IOException {
        if (token != JsonToken.VALUE_NULL && isNear(parser)) {
            JsonPointer pointer = parser.getParsingContext().pathAsPointer();
            if (found.containsKey(pointer)) {
                found.put(pointer, parser.getText());
            }
        }
    }

    private static boolean isNear(JsonParser parser) {
        return parser.getParsingContext().getNestingDepth() <= 3
                && parser.getParsingContext().inObject();
    }

    private static Reading event(Map<JsonPointer, String> found, @Nullable JsonPointer idAt, JsonPointer typeAt) {
        String id = idAt == null ? "" : value(found, idAt);
        String type = value(found, typeAt);
        if (isUnfit(id) || isUnfit(type)) {
            return new Reading.Unparseable(
                    "The event's id or type is longer than %d characters or has control characters".formatted(LONGEST));
        }
        return new Reading.Event(
                id, type, value(found, OBJECT), live(value(found, LIVE)), emptyToNull(value(found, ACCOUNT)));
    }

    private static String value(Map<JsonPointer, String> found, JsonPointer pointer) {
        return found.getOrDefault(pointer, "");
    }

    private static boolean isUnfit(String text) {
        return text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl);
    }

    private static @Nullable Boolean live(String text) {
        return text.isEmpty() ? null : Boolean.valueOf(text.equals("true"));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static long place(JacksonException e) {
        JsonLocation place = e.getLocation();
        return place == null ? 0 : place.getByteOffset();
    }
}

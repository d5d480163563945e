package dev.serai.http;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the query itself: the container's parser would read a form body, which must stay a stream. */
final class QueryString {
    private QueryString() {}

    static Map<String, String> parse(@Nullable String query) {
        Map<String, String> values = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return values;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
            if (!name.isEmpty() && values.put(name, value) != null) {
                throw refused(name, "is given twice");
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused(text.length() > 80 ? text.substring(0, 80) : text, "is not percent-encoded correctly");
        }
    }

    private static Refusal refused(String name, String why) {
        return Refusal.of(
                Reason.REQUEST_INVALID,
                "The query has a mistake",
                "Correct what errors lists",
                List.of(new Finding("/query/" + name, "Parameter " + name + " " + why)));
    }
}

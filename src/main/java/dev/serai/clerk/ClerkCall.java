package dev.serai.clerk;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call as it goes to Clerk.
 *
 * @param path made of letters, digits and {@code / _ -} only
 * @param query names and values as they are meant; encoded on the way out
 * @param body JSON, or null for a call without a body
 */
record ClerkCall(
        String method,
        String path,
        Map<String, String> query,
        @Nullable String body) {
    static ClerkCall get(String path, Map<String, String> query) {
        return new ClerkCall("GET", path, query, null);
    }

    String encodedQuery() {
        return query.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

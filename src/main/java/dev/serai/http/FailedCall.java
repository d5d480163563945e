package dev.serai.http;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What the failure of a call to another service means.
 *
 * @param status of the answer; null when none came
 * @param passes whether the same call may succeed later
 * @param retryAfter seconds that the service asks to wait; 0 when it says nothing
 */
public record FailedCall(@Nullable Integer status, boolean passes, int retryAfter) {
    /** Answers of 400 to 499 that are about the moment and not about the request. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");

    /** Of what a step of the component http threw. */
    public static FailedCall of(Throwable thrown) {
        if (thrown instanceof HttpOperationFailedException refused) {
            int status = refused.getStatusCode();
            return new FailedCall(status, PASSING.contains(status) || status >= 500, retryAfter(refused));
        }
        return new FailedCall(null, isUnreachable(thrown), 0);
    }

    private static boolean isUnreachable(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static int retryAfter(HttpOperationFailedException refused) {
        Map<String, String> headers = refused.getResponseHeaders();
        return headers == null
                ? 0
                : headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                        .map(header -> header.getValue().strip())
                        .filter(value -> SECONDS.matcher(value).matches())
                        .mapToInt(Integer::parseInt)
                        .findFirst()
                        .orElse(0);
    }
}

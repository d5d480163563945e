package dev.serai.http;

import dev.serai.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves an operation whose body or answer must stream. It moves bytes and calls the operation's route with a reference;
 * what happens then is the route's business.
 */
public interface ServletEntry {
    /** The contract's operation that this entry serves. */
    String operationId();

    /**
     * Answers one request.
     *
     * @param caller null for an operation that the contract leaves open
     * @param parameters those of path, query and headers, validated and typed
     */
    void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Caller caller,
            Map<String, Object> parameters)
            throws IOException;
}

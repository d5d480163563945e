package dev.serai.documents;

import dev.serai.access.Caller;
import dev.serai.http.RouteCaller;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Hands a stored file to the route that makes it a document. */
final class Acceptance {
    private final RouteCaller routes;

    Acceptance(RouteCaller routes) {
        this.routes = routes;
    }

    /** The route's answer. An object that the transaction committed without is discarded. */
    Exchange accept(FileIntake.Taken taken, Caller caller, boolean copy, @Nullable String idempotencyKey) {
        Exchange accepted = call(headers(taken, caller, copy, idempotencyKey), caller);
        if (!String.valueOf(accepted.getMessage().getBody())
                .contains(taken.documentId().toString())) {
            routes.call("documents-discard", caller, Map.of("storageKey", taken.storageKey()), null);
        }
        return accepted;
    }

    private Exchange call(Map<String, Object> headers, Caller caller) {
        try {
            return routes.call("uploadDocument", caller, headers, null);
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            // The commit may have happened: the object stays until the sweep has proved that no document refers to it.
            throw Refusal.later(
                    Reason.HANDOFF_FAILED,
                    "The file was stored but the database did not take the document",
                    Duration.ofSeconds(5),
                    e);
        }
    }

    private static Map<String, Object> headers(
            FileIntake.Taken taken, Caller caller, boolean copy, @Nullable String idempotencyKey) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("documentId", taken.documentId().toString());
        headers.put("jobId", UUID.randomUUID().toString());
        headers.put("fileName", taken.details().fileName());
        headers.put("companyId", taken.details().companyId());
        headers.put("documentType", taken.details().documentType());
        headers.put("mediaType", taken.mediaType());
        headers.put("sizeBytes", taken.size());
        headers.put("sha256", taken.sha256());
        headers.put("storageKey", taken.storageKey());
        headers.put("copy", copy);
        headers.put("userId", caller.user());
        headers.put("idempotencyKey", idempotencyKey);
        headers.put("operation", "uploadDocument");
        headers.put("requestHash", taken.sha256());
        return headers;
    }
}

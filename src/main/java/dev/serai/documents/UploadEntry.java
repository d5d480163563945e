package dev.serai.documents;

import dev.serai.access.Caller;
import dev.serai.http.Answer;
import dev.serai.http.HttpLimits;
import dev.serai.http.OwnOrg;
import dev.serai.http.RouteCaller;
import dev.serai.http.ServletEntry;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Streams an upload into the store while hashing and typing it, then calls the route with the reference. */
final class UploadEntry implements ServletEntry {
    /** A form's boundaries, headers and fields on top of the file itself. */
    private static final long FORM_OVERHEAD = 64 * 1024;

    private final UploadSettings settings;
    private final HttpLimits limits;
    private final FileIntake intake;
    private final Acceptance acceptance;
    private final RouteCaller routes;
    private final Answer answer;

    UploadEntry(
            UploadSettings settings,
            HttpLimits limits,
            FileIntake intake,
            Acceptance acceptance,
            RouteCaller routes,
            Answer answer) {
        this.settings = settings;
        this.limits = limits;
        this.intake = intake;
        this.acceptance = acceptance;
        this.routes = routes;
        this.answer = answer;
    }

    @Override
    public String operationId() {
        return "uploadDocument";
    }

    @Override
    public void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Caller known,
            Map<String, Object> parameters)
            throws IOException {
        Caller caller = Objects.requireNonNull(known, operationId());
        routes.call("shared-rate", caller, Map.of(), null);
        String key = (String) parameters.get("Idempotency-Key");
        Exchange first = key == null ? null : firstAnswer(key, caller);
        if (first == null) {
            routes.call("pipeline-intake", caller, Map.of(), null); // before a byte of the file is read
        }
        UploadForm form = form(request, parameters, caller);
        if (first != null) {
            answerAgain(first, form, response);
            return;
        }
        FileIntake.Taken taken = intake.take(String.valueOf(caller.org()), form);
        boolean copy = Boolean.TRUE.equals(parameters.get("duplicate"));
        answer.write(acceptance.accept(taken, caller, copy, key), response);
    }

    private UploadForm form(HttpServletRequest request, Map<String, Object> parameters, Caller caller)
            throws IOException {
        long max = settings.maxSize().toBytes();
        if (request.getContentLengthLong() > max + FORM_OVERHEAD) {
            throw ArrivingContent.tooLarge(max);
        }
        InputStream body = limits.bounded(request, max + FORM_OVERHEAD, Reason.TOO_LARGE);
        return UploadForm.of(request, body, parameters, OwnOrg.of(caller));
    }

    private @Nullable Exchange firstAnswer(String key, Caller caller) {
        Exchange first = routes.call("documents-upload-recall", caller, idempotency(key), null);
        return first.getMessage().getBody() == null ? null : first;
    }

    private static Map<String, Object> idempotency(String key) {
        return Map.of("operation", "uploadDocument", "idempotencyKey", key);
    }

    /** The content is read all the same: a key that comes back with another file is a mistake to report. */
    private void answerAgain(Exchange first, UploadForm form, HttpServletResponse response) throws IOException {
        String hash = intake.hash(form);
        if (!hash.equals(first.getMessage().getHeader("firstRequestHash", String.class))) {
            throw Refusal.of(
                    Reason.KEY_REUSED,
                    "The Idempotency-Key was used before for a file with another content",
                    "Use a new key for each new file");
        }
        answer.write(first, response);
    }
}

package dev.serai.documents;

import dev.serai.access.Caller;
import dev.serai.http.RouteCaller;
import dev.serai.http.ServletEntry;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;

/** Streams a stored file out. Always as an attachment of no particular type: what people uploaded must not run here. */
final class DownloadEntry implements ServletEntry {
    private final ObjectStore store;
    private final RouteCaller routes;

    DownloadEntry(ObjectStore store, RouteCaller routes) {
        this.store = store;
        this.routes = routes;
    }

    @Override
    public String operationId() {
        return "downloadDocument";
    }

    @Override
    public void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Caller known,
            Map<String, Object> parameters)
            throws IOException {
        Caller caller = Objects.requireNonNull(known, operationId());
        Map<?, ?> document = routes.call(operationId(), caller, parameters, null)
                .getMessage()
                .getBody(Map.class);
        try (InputStream content = open(String.valueOf(document.get("storageKey")))) {
            describe(response, document);
            content.transferTo(response.getOutputStream());
        }
    }

    private InputStream open(String key) {
        try {
            return store.open(key);
        } catch (Refusal e) {
            throw e.reason() == Reason.OBJECT_MISSING
                    ? Refusal.of(Reason.FILE_MISSING, "The store no longer has this file", "Upload it again", e)
                    : e;
        }
    }

    private static void describe(HttpServletResponse response, Map<?, ?> document) {
        String disposition = ContentDisposition.attachment()
                .filename(String.valueOf(document.get("fileName")), StandardCharsets.UTF_8)
                .build()
                .toString();
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(((Number) document.get("sizeBytes")).longValue());
        response.setHeader("Content-Disposition", disposition);
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("Repr-Digest", digest(String.valueOf(document.get("sha256")))); // RFC 9530
    }

    private static String digest(String sha256Hex) {
        byte[] hash = HexFormat.of().parseHex(sha256Hex);
        return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
    }
}

package dev.serai.documents;

import dev.serai.http.OwnOrg;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** An upload while it arrives: first its content, and once that is read to its end, what the caller says about it. */
sealed interface UploadForm permits MultipartForm, UploadForm.RawBody {

    /** The file's bytes; ends where the file ends. A stream that ends too early throws. */
    InputStream content();

    /** Bytes of the content, or -1 when only its end will tell. */
    long length();

    /** How many bytes of the content are likely to follow what was read of it, or -1 when there is nothing to go by. */
    default long expectedRest() {
        return -1;
    }

    /** Call after the content was read: fields may stand before or behind the file. */
    UploadDetails details() throws IOException;

    static UploadForm of(HttpServletRequest request, InputStream body, Map<String, Object> parameters, OwnOrg org)
            throws IOException {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/")
                ? MultipartForm.open(request, body, UploadDetails.of(parameters), org)
                : RawBody.open(request, body, UploadDetails.of(parameters));
    }

    static Refusal cutShort(Exception cause) {
        return Refusal.of(
                Reason.CUT_SHORT,
                "The connection ended before the whole file had arrived",
                "Send the file again; nothing was kept",
                cause);
    }

    /** The request's body is the file; its name is in a header. */
    record RawBody(InputStream content, long length, UploadDetails details) implements UploadForm {
        static RawBody open(HttpServletRequest request, InputStream body, UploadDetails details) {
            String name = request.getHeader("X-File-Name");
            if (name == null || name.isBlank()) {
                throw UploadDetails.invalid("/header/X-File-Name", "A raw body needs the header X-File-Name");
            }
            return new RawBody(body, request.getContentLengthLong(), details.named(decoded(name)));
        }

        /** HTTP headers are ASCII; other names come percent-encoded. A name that only looks so stays as it is. */
        private static String decoded(String name) {
            try {
                return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return name;
            }
        }
    }
}

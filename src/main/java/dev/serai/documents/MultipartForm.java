package dev.serai.documents;

import dev.serai.http.OwnOrg;
import dev.serai.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.FileItemHeaders;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} upload, read as a stream: nothing of the file is buffered. */
final class MultipartForm implements UploadForm {
    private static final int LONGEST_FIELD = 1_000;
    private static final int LONGEST_HEADERS = 8_192;

    /** The library's own 4 KiB make it the slowest part of an upload. */
    private static final int BUFFER = 128 * 1024;

    private final JakartaServletFileUpload<?, ?> headersReader;
    private final MultipartInput parts;
    private final Counted body;
    private final long announced;
    private final OwnOrg org;
    private @Nullable InputStream content;
    private UploadDetails details;
    private boolean more;

    private MultipartForm(
            JakartaServletFileUpload<?, ?> headersReader,
            MultipartInput parts,
            Counted body,
            long announced,
            UploadDetails details,
            OwnOrg org) {
        this.headersReader = headersReader;
        this.parts = parts;
        this.body = body;
        this.announced = announced;
        this.details = details;
        this.org = org;
    }

    /** Reads up to the file's first byte. */
    static MultipartForm open(HttpServletRequest request, InputStream body, UploadDetails defaults, OwnOrg org)
            throws IOException {
        JakartaServletFileUpload<?, ?> headersReader = new JakartaServletFileUpload<>();
        byte[] boundary = headersReader.getBoundary(request.getContentType());
        if (boundary == null) {
            throw UploadDetails.invalid("/header/Content-Type", "A form needs a boundary in its Content-Type");
        }
        try {
            Counted counted = new Counted(body);
            MultipartForm form = new MultipartForm(
                    headersReader, input(counted, boundary), counted, request.getContentLengthLong(), defaults, org);
            form.more = form.parts.skipPreamble();
            if (form.more && form.readFieldsToFile()) {
                return form;
            }
        } catch (FileUploadSizeException e) {
            throw headersTooLong();
        } catch (IOException e) {
            throw UploadForm.cutShort(e);
        }
        throw UploadDetails.invalid("/body/file", "The form has no part named file with a file name");
    }

    private static MultipartInput input(InputStream body, byte[] boundary) throws IOException {
        MultipartInput input = MultipartInput.builder()
                .setInputStream(body)
                .setBufferSize(BUFFER)
                .setBoundary(boundary)
                .setMaxPartHeaderSize(LONGEST_HEADERS)
                .get();
        input.setHeaderCharset(StandardCharsets.UTF_8);
        return input;
    }

    /** Takes fields into the details; true when it stands at the content of a file, false at the form's end. */
    private boolean readFieldsToFile() throws IOException {
        while (more) {
            FileItemHeaders headers = headersReader.getParsedHeaders(parts.readHeaders());
            String field = String.valueOf(headersReader.getFieldName(headers));
            String fileName = headersReader.getFileName(headers);
            if (field.equals("file") && fileName != null) {
                details = details.named(fileName);
                return true;
            }
            String value = value(field);
            org.look("/body", field, value).require();
            details = details.with(field, value);
            more = parts.readBoundary();
        }
        return false;
    }

    private String value(String field) throws IOException {
        byte[] bytes = parts.newInputStream().readNBytes(LONGEST_FIELD + 1);
        if (bytes.length > LONGEST_FIELD) {
            throw UploadDetails.invalid("/body/" + field, "A field may have at most %d bytes".formatted(LONGEST_FIELD));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Known before the content, unlike the rest of the details. */
    String fileName() {
        return details.fileName();
    }

    @Override
    public InputStream content() {
        content = parts.newInputStream();
        return content;
    }

    /**
     * Right when the file is the form's last part. Of the body's bytes that have arrived the stream holds back what could
     * be a boundary, 4 + b bytes with b the boundary's own length; "CRLF -- boundary -- CRLF" is b + 8.
     */
    @Override
    public long expectedRest() {
        try {
            int ready = content == null ? 0 : content.available();
            return announced < 0 || ready == 0 ? -1 : announced - body.count + ready - 4;
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public UploadDetails details() {
        try {
            more = parts.readBoundary();
            if (readFieldsToFile()) {
                throw UploadDetails.invalid("/body/file", "One request uploads one file");
            }
        } catch (FileUploadSizeException e) {
            throw headersTooLong();
        } catch (IOException e) {
            throw UploadForm.cutShort(e);
        }
        return details.checked();
    }

    private static Refusal headersTooLong() {
        return UploadDetails.invalid(
                "/body", "The headers of one part of a form may have at most %d bytes".formatted(LONGEST_HEADERS));
    }

    /** Counts what the parser has taken from the body. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            count += Math.max(n, 0);
            return n;
        }
    }
}

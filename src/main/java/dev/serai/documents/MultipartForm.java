package dev.serai.documents;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;

/** A {@code multipart/form-data} upload, read as a stream: nothing of the file is buffered. */
final class MultipartForm implements UploadForm {
    private static final int LONGEST_FIELD = 1_000;

    private final FileItemInputIterator parts;
    private final InputStream content;
    private UploadDetails details;

    private MultipartForm(FileItemInputIterator parts, InputStream content, UploadDetails details) {
        this.parts = parts;
        this.content = content;
        this.details = details;
    }

    /** Reads up to the file's first byte. */
    static MultipartForm open(HttpServletRequest request, InputStream body, UploadDetails defaults) throws IOException {
        UploadDetails details = defaults;
        try {
            FileItemInputIterator parts = reader().getItemIterator(new Source(request, body));
            while (parts.hasNext()) {
                FileItemInput part = parts.next();
                if (isFile(part)) {
                    return new MultipartForm(
                            parts, part.getInputStream(), details.named(String.valueOf(part.getName())));
                }
                details = details.with(String.valueOf(part.getFieldName()), value(part));
            }
        } catch (FileUploadException e) {
            throw UploadForm.cutShort(e);
        }
        throw UploadDetails.invalid("/body/file", "The form has no part named file with a file name");
    }

    @SuppressWarnings("rawtypes")
    private static JakartaServletFileUpload reader() {
        JakartaServletFileUpload reader = new JakartaServletFileUpload();
        reader.setHeaderCharset(StandardCharsets.UTF_8);
        return reader;
    }

    private static boolean isFile(FileItemInput part) {
        return "file".equals(part.getFieldName()) && !part.isFormField();
    }

    private static String value(FileItemInput part) throws IOException {
        byte[] bytes = part.getInputStream().readNBytes(LONGEST_FIELD + 1);
        if (bytes.length > LONGEST_FIELD) {
            throw UploadDetails.invalid(
                    "/body/" + part.getFieldName(), "A field may have at most %d bytes".formatted(LONGEST_FIELD));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Known before the content, unlike the rest of the details. */
    String fileName() {
        return details.fileName();
    }

    @Override
    public InputStream content() {
        return content;
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public UploadDetails details() throws IOException {
        try {
            while (parts.hasNext()) {
                FileItemInput part = parts.next();
                if (isFile(part)) {
                    throw UploadDetails.invalid("/body/file", "One request uploads one file");
                }
                details = details.with(String.valueOf(part.getFieldName()), value(part));
            }
        } catch (FileUploadException e) {
            throw UploadForm.cutShort(e);
        }
        return details.checked();
    }

    /** The upload library over our own bounded stream instead of the container's. */
    private record Source(HttpServletRequest request, InputStream body) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return request.getContentLengthLong();
        }

        @Override
        public String getContentType() {
            return request.getContentType();
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }
}

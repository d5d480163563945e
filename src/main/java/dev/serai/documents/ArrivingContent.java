package dev.serai.documents;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file's bytes as they come from the caller: hashed, counted, and told apart from a store that fails. */
final class ArrivingContent extends FilterInputStream {
    private final MessageDigest digest;
    private final long maxBytes;
    private final long announced;
    private long count;

    /** @param announced length that the caller gave, or -1 */
    ArrivingContent(InputStream in, long announced, long maxBytes) {
        super(in);
        this.announced = announced;
        this.maxBytes = maxBytes;
        this.digest = sha256();
    }

    long count() {
        return count;
    }

    /** Lower-case hex SHA-256 of everything read. Call once, at the end. */
    String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = arrived(buffer, offset, length);
        if (n > 0) {
            digest.update(buffer, offset, n);
            count += n;
            requireSize();
        }
        return n;
    }

    private int arrived(byte[] buffer, int offset, int length) {
        try {
            int n = in.read(buffer, offset, length);
            if (n < 0 && announced > count) {
                throw UploadForm.cutShort(new IOException("%d of %d bytes".formatted(count, announced)));
            }
            return n;
        } catch (IOException e) {
            throw UploadForm.cutShort(e);
        }
    }

    private void requireSize() {
        if (count > maxBytes) {
            throw tooLarge(maxBytes);
        }
    }

    static Refusal tooLarge(long maxBytes) {
        return Refusal.of(
                Reason.TOO_LARGE,
                "The file has more than %d bytes, which is the largest that is accepted".formatted(maxBytes),
                "Split the file, or ask an operator to raise serai.upload.max-size");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

package dev.serai.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** all-MiniLM-L6-v2 with int8 weights, as it lies on the class path. */
final class MiniLm {
    /** Floats in a vector. */
    static final int DIMENSIONS = 384;

    /** Word-pieces that the model looks at, both special ones included. The files say 128; the model was made for 256. */
    static final int MAX_TOKENS = 256;

    static final long CLS = 101;
    static final long SEP = 102;

    private static final String MODEL = "all-minilm-l6-v2-q.onnx";
    private static final String MODEL_SHA256 = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1";
    private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";
    private static final String TOKENIZER_SHA256 = "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";

    private MiniLm() {}

    static byte[] model() throws IOException {
        return verified(MODEL, MODEL_SHA256);
    }

    static byte[] tokenizer() throws IOException {
        return verified(TOKENIZER, TOKENIZER_SHA256);
    }

    /** Other weights would give other vectors, which no stored vector could be compared with: better none. */
    static byte[] verified(String name, String sha256) throws IOException {
        byte[] content = read(name);
        String actual = HexFormat.of().formatHex(digest().digest(content));
        if (!actual.equals(sha256)) {
            throw new IOException("%s on the class path has SHA-256 %s, expected %s".formatted(name, actual, sha256));
        }
        return content;
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = MiniLm.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

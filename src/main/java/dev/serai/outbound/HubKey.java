package dev.serai.outbound;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key of the hub's own, 32 bytes, for AES-256-GCM. What it seals is bound to a subject and opens for no other. */
final class HubKey {
    static final int BYTES = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String id;

    HubKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("%d bytes instead of %d".formatted(bytes.length, BYTES));
        }
        this.key = new SecretKeySpec(bytes, "AES");
        this.id = HexFormat.of().formatHex(digest(bytes), 0, 6);
    }

    /** The start of the key's SHA-256: tells keys apart and nothing about them. */
    String id() {
        return id;
    }

    /** Nonce and ciphertext. */
    byte[] seal(byte[] secret, String subject) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, subject).doFinal(secret);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot seal", e);
        }
    }

    /** @throws GeneralSecurityException when it was changed, or sealed for another subject or with another key */
    byte[] open(byte[] sealed, String subject) throws GeneralSecurityException {
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException("Too short to be sealed");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        return cipher(Cipher.DECRYPT_MODE, nonce, subject).doFinal(sealed, NONCE, sealed.length - NONCE);
    }

    private Cipher cipher(int mode, byte[] nonce, String subject) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(subject.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.serai.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 as hex digits. */
final class Hashes {
    private Hashes() {}

    static String of(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    static Map<String, String> of(Map<String, String> contents) {
        Map<String, String> hashes = new TreeMap<>(contents);
        hashes.replaceAll((path, content) -> of(content));
        return hashes;
    }
}

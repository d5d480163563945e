package dev.serai.webhooks;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.List;
import javax.crypto.Mac;

/** Computes and compares signatures; comparing takes as long for a near miss as for a far one. */
public final class Signature {
    private Signature() {}

    /** Whether any of the given values is the MAC of the parts, one behind the other. */
    static boolean isAmong(List<byte[]> given, String algorithm, Key key, byte[]... parts) {
        byte[] expected = mac(algorithm, key, parts);
        boolean found = false;
        for (byte[] value : given) {
            found |= MessageDigest.isEqual(expected, value);
        }
        return found;
    }

    /** Whether any of the given values is an Ed25519 signature of the parts. */
    static boolean isSignedBy(List<byte[]> given, PublicKey key, byte[]... parts) {
        boolean found = false;
        for (byte[] value : given) {
            found |= verifies(value, key, parts);
        }
        return found;
    }

    /** The MAC of the parts, one behind the other. */
    public static byte[] mac(String algorithm, Key key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key that was accepted at start cannot be used with " + algorithm, e);
        }
    }

    private static boolean verifies(byte[] value, PublicKey key, byte[]... parts) {
        try {
            java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
            signature.initVerify(key);
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.verify(value);
        } catch (GeneralSecurityException e) {
            return false; // not even the shape of a signature
        }
    }
}

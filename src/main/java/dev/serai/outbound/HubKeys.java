package dev.serai.outbound;

import dev.serai.servers.DataFolder;
import dev.serai.servers.StartupException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys that seal secrets at rest. The first one seals; all of them open, so that a key can be replaced while what the
 * old one sealed is sealed anew.
 */
final class HubKeys {
    private static final String FILE = "secrets";

    private final List<HubKey> keys;

    private HubKeys(List<HubKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a comma list of keys, each 32 bytes in base64.
     *
     * @throws StartupException SERAI-START-014 for what is none; no part of a key is in its message
     */
    static HubKeys of(String list) {
        return new HubKeys(Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(HubKeys::key)
                .toList());
    }

    /** The key of a development hub, made at first use and readable by its owner only. */
    static HubKeys ofFolder(DataFolder folder) {
        return new HubKeys(List.of(new HubKey(HexFormat.of().parseHex(folder.key(FILE)))));
    }

    static StartupException missing() {
        return new StartupException(
                "SERAI-START-014",
                "SERAI_SECRETS_KEY is not set; production seals webhook secrets with a key of its own: set it to 32"
                        + " random bytes in base64 (openssl rand -base64 32) and keep it with the backups");
    }

    private static HubKey key(String text) {
        try {
            return new HubKey(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new StartupException(
                    "SERAI-START-014",
                    "SERAI_SECRETS_KEY has an entry of %d characters that is not 32 bytes in base64; make one with"
                                    .formatted(text.length())
                            + " openssl rand -base64 32");
        }
    }

    HubKey first() {
        return keys.getFirst();
    }

    List<String> ids() {
        return keys.stream().map(HubKey::id).toList();
    }

    /** @throws GeneralSecurityException when no key of this id is there, or the seal is broken */
    byte[] open(String keyId, byte[] sealed, String subject) throws GeneralSecurityException {
        for (HubKey key : keys) {
            if (key.id().equals(keyId)) {
                return key.open(sealed, subject);
            }
        }
        throw new GeneralSecurityException("SERAI_SECRETS_KEY has no key " + keyId);
    }
}

package dev.serai.access;

/**
 * A service key just made.
 *
 * @param text what the product team sends as bearer token; shown once, kept nowhere
 */
public record IssuedKey(ServiceKey key, String text) {

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "IssuedKey[" + key.id() + "]";
    }
}

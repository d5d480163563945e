package dev.serai.access;

/** What became of an attempt to authenticate. */
public sealed interface Outcome {

    /** The caller is who the credentials say. */
    record Granted(Caller caller) implements Outcome {}

    /**
     * The credentials were refused.
     *
     * @param code stable code, {@code SERAI-AUTH-nnn}
     * @param reason for the caller's eyes: what was wrong and what was expected; never contains the credentials
     * @param temporary true when the hub could not judge (an issuer's keys or the database unavailable): answer 503
     *     with Retry-After instead of 401
     */
    record Denied(String code, String reason, boolean temporary) implements Outcome {
        public Denied(String code, String reason) {
            this(code, reason, false);
        }
    }
}

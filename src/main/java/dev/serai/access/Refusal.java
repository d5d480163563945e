package dev.serai.access;

/** The reasons for which credentials are refused, with their stable codes. */
enum Refusal {
    NO_CREDENTIALS("SERAI-AUTH-001"),
    MALFORMED("SERAI-AUTH-002"),
    HEADER_REFUSED("SERAI-AUTH-003"),
    UNKNOWN_ISSUER("SERAI-AUTH-004"),
    BAD_SIGNATURE("SERAI-AUTH-005"),
    KEYS_UNAVAILABLE("SERAI-AUTH-006"),
    OUT_OF_TIME("SERAI-AUTH-007"),
    OTHER_AUDIENCE("SERAI-AUTH-008"),
    SESSION_ENDED("SERAI-AUTH-009"),
    NO_ORGANIZATION("SERAI-AUTH-010"),
    NO_ROLE("SERAI-AUTH-011"),
    BAD_CLAIM("SERAI-AUTH-012"),
    SERVICE_KEY_UNKNOWN("SERAI-AUTH-013"),
    SERVICE_KEY_EXPIRED("SERAI-AUTH-014"),
    SERVICE_KEY_REVOKED("SERAI-AUTH-015"),
    DEVELOPMENT_REFUSED("SERAI-AUTH-016"),
    SERVICE_KEYS_UNAVAILABLE("SERAI-AUTH-017"),
    USER_DELETED("SERAI-AUTH-018"),
    ORG_DISABLED("SERAI-AUTH-019"),
    DENIALS_UNAVAILABLE("SERAI-AUTH-021");

    private final String code;

    Refusal(String code) {
        this.code = code;
    }

    RefusedException because(String reason) {
        boolean temporary = this == KEYS_UNAVAILABLE || this == SERVICE_KEYS_UNAVAILABLE || this == DENIALS_UNAVAILABLE;
        return new RefusedException(new Outcome.Denied(code, reason, temporary));
    }

    /** A value from an unverified token, made fit for a log line and a response: short and printable. */
    static String quote(String value) {
        String printable = value.replaceAll("[^\\x20-\\x7e]", "?").replace('"', '\'');
        return '"' + (printable.length() > 80 ? printable.substring(0, 80) + "…" : printable) + '"';
    }
}

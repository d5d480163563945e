package dev.serai.servers;

/**
 * A reason not to start that the person at the terminal can act on. It is shown as one line, without a stack trace:
 * the message says what is wrong, which value, and what to do.
 */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** {@code code} is like {@code SERAI-START-002} and names the runbook page. */
    public StartupException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** As the other constructor, with what went wrong underneath. */
    public StartupException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}

package dev.serai.launch;

/** No Java installation that can run the hub; the message is the one line to show. */
final class NoJdkException extends Exception {
    private static final long serialVersionUID = 1L;

    NoJdkException(String message) {
        super(message);
    }
}

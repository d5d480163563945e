package dev.serai.mail;

/** A mail that cannot be made as its row wants it; another attempt would end in the same way. */
final class UnfitMailException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code a word for programs, such as {@code recipient}
     * @param message what is wrong, without the mail's words
     */
    UnfitMailException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}

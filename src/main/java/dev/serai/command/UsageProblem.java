package dev.serai.command;

/** A mistake of the person at the keyboard: one line on standard error, exit status 2. */
final class UsageProblem extends Exception {
    private static final long serialVersionUID = 1L;

    UsageProblem(String message) {
        super(message);
    }
}

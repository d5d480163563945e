package dev.serai.access;

/** Carries a refusal out of the checks; without a stack trace because refusals are ordinary. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Outcome.Denied denied;

    RefusedException(Outcome.Denied denied) {
        super(denied.reason(), null, false, false);
        this.denied = denied;
    }

    Outcome.Denied denied() {
        return denied;
    }
}

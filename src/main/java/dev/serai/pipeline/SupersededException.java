package dev.serai.pipeline;

/** The claim is no longer ours: the lease ran out, another worker took over, or the document is gone. Not a failure. */
public final class SupersededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SupersededException(String message) {
        super(message);
    }
}

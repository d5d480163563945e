package dev.serai.live;

/** A call of a name that no route of the set begins with. Validation finds these before a set is applied. */
final class NoSuchLinkException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchLinkException(String name, long revision) {
        super("direct:%s has no route in revision %d".formatted(name, revision));
    }
}

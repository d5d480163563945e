package dev.serai.outbound;

import java.net.UnknownHostException;

/** A host that must not be called; the message says why. */
final class BlockedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    BlockedAddressException(String message) {
        super(message);
    }
}

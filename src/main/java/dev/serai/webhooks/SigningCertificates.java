package dev.serai.webhooks;

import java.io.IOException;
import java.security.PublicKey;

/** Keys of senders that name a certificate with each message. */
@FunctionalInterface
public interface SigningCertificates {
    /**
     * The key of the certificate at an address of Amazon SNS.
     *
     * @throws IOException when it cannot be had at this moment
     * @throws IllegalArgumentException when it is none to be trusted; the message says why
     */
    PublicKey key(String url) throws IOException;
}

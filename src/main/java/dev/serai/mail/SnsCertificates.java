package dev.serai.mail;

import dev.serai.outbound.PublicPages;
import dev.serai.webhooks.SigningCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** Certificates of Amazon SNS: fetched once each and kept; one that cannot be had is not asked for again at once. */
final class SnsCertificates implements SigningCertificates {
    private static final String SUBJECT = "CN=sns.";
    private static final int MOST_BYTES = 16_384;
    private static final int MOST_KEPT = 16;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final PublicPages pages;
    private final SnsAddress addresses;
    private final Clock clock;
    private final Map<URI, X509Certificate> kept = new LinkedHashMap<>();
    private final Map<URI, Instant> failed = new LinkedHashMap<>();

    SnsCertificates(PublicPages pages, SnsAddress addresses, Clock clock) {
        this.pages = pages;
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    public synchronized PublicKey key(String url) throws IOException {
        URI address = addresses.of(url);
        if (!address.getPath().endsWith(".pem") || address.getRawQuery() != null) {
            throw new IllegalArgumentException("not the address of a certificate");
        }
        X509Certificate certificate = kept.get(address);
        if (certificate == null) {
            certificate = fetched(address);
        }
        requireValid(certificate);
        return certificate.getPublicKey();
    }

    private X509Certificate fetched(URI address) throws IOException {
        Instant last = failed.get(address);
        if (last != null && clock.instant().isBefore(last.plus(PAUSE))) {
            throw new IOException("could not be fetched a moment ago");
        }
        try {
            X509Certificate certificate = certificate(pages.get(address, MOST_BYTES));
            put(kept, address, certificate);
            failed.remove(address);
            return certificate;
        } catch (IOException e) {
            put(failed, address, clock.instant());
            throw e;
        }
    }

    private static <T> void put(Map<URI, T> map, URI address, T value) {
        map.put(address, value);
        if (map.size() > MOST_KEPT) {
            map.remove(map.keySet().iterator().next());
        }
    }

    private static X509Certificate certificate(String pem) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IOException("what came is no certificate", e);
        }
    }

    /** It came from SNS's own host over TLS; a name of another service, or one that has expired, is refused all the same. */
    private void requireValid(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not valid now", e);
        }
        if (!subject.contains(SUBJECT) || !subject.contains("amazonaws.com")) {
            throw new IllegalArgumentException("not a certificate of SNS");
        }
    }
}

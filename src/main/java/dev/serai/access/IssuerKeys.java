package dev.serai.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.events.Event;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches issuers' public keys: on first use, cached, refreshed ahead of expiry, tolerant of outages and storms. */
final class IssuerKeys {
    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);
    private static final int LARGEST_KEY_SET = 64 * 1024;

    private IssuerKeys() {}

    static JWKSource<SecurityContext> at(String jwksUrl, AccessProperties.Jwks jwks) {
        RememberedKeys fetched = new RememberedKeys(
                new URLBasedJWKSetSource<>(url(jwksUrl), new NoRedirects(jwks.timeout())), jwks.outage());
        return JWKSourceBuilder.create(fetched)
                .cache(jwks.cache().toMillis(), jwks.cache().toMillis() / 2)
                // Virtual threads are daemons: the library's own executor would keep a stopping process alive.
                .refreshAheadCache(
                        jwks.cache().toMillis() / 5,
                        null,
                        Executors.newVirtualThreadPerTaskExecutor(),
                        true,
                        null,
                        false)
                .retrying(true)
                .rateLimited(jwks.pause().toMillis())
                .outageTolerant(jwks.outage().toMillis(), outage -> warn(jwksUrl, outage))
                .failover(fetched)
                .build();
    }

    private static void warn(String jwksUrl, Event<?, ?> event) {
        if (event instanceof OutageTolerantJWKSetSource.OutageEvent<?> outage) {
            log.atWarn()
                    .addKeyValue("jwksUrl", jwksUrl)
                    .addKeyValue("remaining", Duration.ofMillis(outage.getRemainingTime()))
                    .addKeyValue("cause", outage.getException().getMessage())
                    .log("Keys cannot be fetched; the last ones keep working");
        }
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("jwks-url \"" + text + "\" is not a URL", e);
        }
    }

    /** A key set lives exactly where the configuration says; redirects could lead into the inner network. */
    private static final class NoRedirects extends DefaultResourceRetriever {
        NoRedirects(Duration timeout) {
            super((int) timeout.toMillis(), (int) timeout.toMillis(), LARGEST_KEY_SET);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}

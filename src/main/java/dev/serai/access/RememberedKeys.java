package dev.serai.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last keys that were fetched. The library's own outage cache sits behind its rate limit, so a storm of
 * unknown key ids during an outage would also lock out tokens whose keys are known; these are served from here.
 */
final class RememberedKeys implements JWKSetSource<SecurityContext>, JWKSource<SecurityContext> {
    private record Fetched(JWKSet keys, long at) {}

    private final JWKSetSource<SecurityContext> source;
    private final Duration outage;
    private volatile @Nullable Fetched last;

    RememberedKeys(JWKSetSource<SecurityContext> source, Duration outage) {
        this.source = source;
        this.outage = outage;
    }

    /** An empty answer counts as an outage: an issuer without any key signs nothing. */
    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        JWKSet keys = source.getJWKSet(evaluator, now, context);
        if (keys.isEmpty()) {
            throw new JWKSetUnavailableException("The issuer's key set is empty");
        }
        last = new Fetched(keys, System.nanoTime());
        return keys;
    }

    /** Called when the cached keys cannot be used: rate limit reached or outage. */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        Fetched known = last;
        if (known == null || System.nanoTime() - known.at() > outage.toNanos()) {
            throw new JWKSetUnavailableException("No keys were fetched within " + outage);
        }
        return selector.select(known.keys());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}

package dev.serai.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keys with which product teams' servers call the hub. To rotate one, create a second key, switch, then revoke the
 * first: any number may work at the same time. A revoked key stops within five seconds on every node.
 */
public final class ServiceKeys {
    /** {@link Caller#issuer()} of callers with a service key. */
    public static final String ISSUER = "service-key";

    private static final Logger log = LoggerFactory.getLogger(ServiceKeys.class);
    private static final Duration TOUCH_PAUSE = Duration.ofMinutes(1);

    private final ServiceKeyStore store;
    private final Denials denials;
    private final ServiceKeyCache cache;
    private final Map<String, Instant> touched = new ConcurrentHashMap<>();
    private final Clock clock;

    /** For who makes and ends keys and lets nobody in. */
    public ServiceKeys(ServiceKeyStore store, Clock clock) {
        this(store, Denials.none(clock), clock);
    }

    ServiceKeys(ServiceKeyStore store, Denials denials, Clock clock) {
        this.store = store;
        this.denials = denials;
        this.cache = new ServiceKeyCache(store, clock);
        this.clock = clock;
    }

    /** Makes a key; its secret is in the answer only. */
    public IssuedKey create(NewServiceKey wish) {
        ServiceKeyToken token = ServiceKeyToken.random();
        Instant now = clock.instant();
        Instant expiresAt = wish.ttl() == null ? null : now.plus(wish.ttl());
        ServiceKey key = new ServiceKey(
                token.id(), wish.org(), wish.name(), wish.scopes(), now, wish.createdBy(), expiresAt, null, null);
        store.insert(new ServiceKeyStore.Stored(key, token.hash()));
        cache.forget(token.id());
        return new IssuedKey(key, token.text());
    }

    /** The keys of one organization, or of all of them for null; by organization and age. */
    public List<ServiceKey> list(@Nullable String org) {
        return store.list(org);
    }

    /** Ends a key; false when it does not exist or was revoked before. */
    public boolean revoke(String id) {
        boolean revoked = store.revoke(id, clock.instant());
        cache.forget(id);
        return revoked;
    }

    Caller authenticate(String text) throws RefusedException {
        ServiceKeyToken token = ServiceKeyToken.parse(text)
                .orElseThrow(() -> Refusal.MALFORMED.because("the service key is not whole; expected "
                        + "serai_<id of 10 characters>_<secret of 52 characters>"));
        ServiceKey key = find(token);
        requireActive(key);
        requireOrg(key);
        touch(key.id());
        return caller(key);
    }

    /** A wrong secret and an unknown id look the same from outside. */
    private ServiceKey find(ServiceKeyToken token) throws RefusedException {
        return look(token.id())
                .filter(stored -> token.hasHash(stored.secretHash()))
                .map(ServiceKeyStore.Stored::key)
                .orElseThrow(() -> Refusal.SERVICE_KEY_UNKNOWN.because("the service key is unknown"));
    }

    private Optional<ServiceKeyStore.Stored> look(String id) throws RefusedException {
        try {
            return cache.find(id);
        } catch (DataAccessException e) {
            log.atWarn()
                    .addKeyValue("keyId", id)
                    .addKeyValue("cause", e.getMessage())
                    .log("Service key cannot be looked up");
            throw Refusal.SERVICE_KEYS_UNAVAILABLE.because("service keys cannot be checked now; try again soon");
        }
    }

    private void requireActive(ServiceKey key) throws RefusedException {
        switch (key.state(clock.instant())) {
            case ACTIVE -> {}
            case EXPIRED ->
                throw Refusal.SERVICE_KEY_EXPIRED.because(
                        "service key " + key.id() + " expired at " + key.expiresAt() + "; create a new one");
            case REVOKED ->
                throw Refusal.SERVICE_KEY_REVOKED.because(
                        "service key " + key.id() + " was revoked at " + key.revokedAt() + "; create a new one");
        }
    }

    private void requireOrg(ServiceKey key) throws RefusedException {
        if (denials.has(DenialStore.Kind.ORG, key.org())) {
            throw Refusal.ORG_DISABLED.because("the organization of service key " + key.id() + " was deleted");
        }
    }

    /** Knowing the last use is a comfort: failing to note it must not fail the request. */
    private void touch(String id) {
        Instant now = clock.instant();
        Instant last = touched.get(id);
        if (last != null && now.isBefore(last.plus(TOUCH_PAUSE))) {
            return;
        }
        touched.put(id, now);
        try {
            store.touch(id, now);
        } catch (DataAccessException e) {
            log.atWarn()
                    .addKeyValue("keyId", id)
                    .addKeyValue("cause", e.getMessage())
                    .log("Use of a service key was not noted");
        }
    }

    private static Caller caller(ServiceKey key) {
        Set<Role> roles = EnumSet.of(key.scopes().contains(Scopes.ADMIN_ORG) ? Role.ORG_ADMIN : Role.MEMBER);
        return new Caller(key.org(), "key:" + key.id(), roles, key.scopes(), ISSUER, key.id());
    }
}

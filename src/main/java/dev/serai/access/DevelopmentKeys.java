package dev.serai.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies development tokens with a key kept under the data folder. The hub and the {@code token} command
 * share the file; whoever comes first makes it.
 */
public final class DevelopmentKeys {
    /** The {@code iss} of development tokens. */
    public static final String ISSUER = "serai-development";

    /** The {@code aud} of development tokens. */
    public static final String AUDIENCE = "serai";

    private final DevelopmentKeyFile file;
    private final Clock clock;
    private volatile @Nullable ECKey known;

    /** Keeps the key in {@code keys/development-jwt.json} under the data folder; it is made when first needed. */
    public DevelopmentKeys(Path dataFolder, Clock clock) {
        this.file = new DevelopmentKeyFile(dataFolder);
        this.clock = clock;
    }

    /** Whether a list of active Spring profiles, comma-separated as in SPRING_PROFILES_ACTIVE, has {@code production}. */
    public static boolean isProduction(@Nullable String activeProfiles) {
        return activeProfiles != null
                && Arrays.stream(activeProfiles.split(",", -1))
                        .map(String::strip)
                        .anyMatch("production"::equals);
    }

    /**
     * Signs a token.
     *
     * @throws IOException when the key file can be neither read nor made; the message names it
     */
    public String issue(DevelopmentGrant grant) throws IOException {
        ECKey key = file.readOrCreate();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims(grant));
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IOException("The development key cannot sign; delete its file to get a new one", e);
        }
        return token.serialize();
    }

    private JWTClaimsSet claims(DevelopmentGrant grant) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(grant.user())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(grant.ttl())))
                .claim("org_id", grant.org())
                .claim("roles", grant.roleNames())
                .build();
    }

    static IssuerSettings settings() {
        return new IssuerSettings(
                ISSUER,
                ISSUER,
                "",
                "",
                List.of("ES256"),
                Set.of(AUDIENCE),
                Set.of(),
                IssuerSettings.Kind.HUB,
                List.of("org_id"),
                List.of("roles"),
                Map.of(),
                "",
                Duration.ofSeconds(30));
    }

    /** The key as the hub trusts it; looks at the file again for an unknown key id, as a command may have renewed it. */
    JWKSource<SecurityContext> publicKeys() {
        return (selector, context) -> {
            List<JWK> found = select(selector, known);
            return found.isEmpty() ? select(selector, reread()) : found;
        };
    }

    private static List<JWK> select(JWKSelector selector, @Nullable ECKey key) {
        return key == null ? List.of() : selector.select(new JWKSet(key.toPublicJWK()));
    }

    private ECKey reread() throws KeySourceException {
        try {
            ECKey key = file.readOrCreate();
            known = key;
            return key;
        } catch (IOException e) {
            throw new KeySourceException(e.getMessage(), e);
        }
    }
}

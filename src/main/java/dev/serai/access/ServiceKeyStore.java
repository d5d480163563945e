package dev.serai.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where service keys are kept; across organizations, so for the hub's own use only. */
public interface ServiceKeyStore {

    /**
     * A key with the hash of its secret.
     *
     * @param secretHash SHA-256 in hex
     */
    record Stored(ServiceKey key, String secretHash) {}

    void insert(Stored key);

    Optional<Stored> find(String id);

    /** The keys of one organization, or of all of them for null; by organization and age. */
    List<ServiceKey> list(@Nullable String org);

    /** Ends a key; false when it does not exist or was revoked before. */
    boolean revoke(String id, Instant at);

    /** Notes a use; changes nothing when one was noted within the minute before. */
    void touch(String id, Instant at);
}

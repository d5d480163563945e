package dev.serai.mirror;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one event says about one object.
 *
 * @param kind of the object, such as {@code subscription}
 * @param objectId the provider's id of it
 * @param orgId the org that the provider itself names; null when it follows from something else
 * @param owner the customer or user it belongs to; empty when the event names none
 * @param terminal whether nothing can come after this, whatever later events say
 * @param eventAt when it was so, in the provider's own unit of time
 * @param eventRank among observations of one moment the greater is the later
 * @param state what the hub keeps of the object, as JSON values; null values are left out
 * @param change for people: what this means
 */
public record Observation(
        String kind,
        String objectId,
        @Nullable String orgId,
        String owner,
        boolean terminal,
        long eventAt,
        int eventRank,
        Map<String, Object> state,
        String change) {}

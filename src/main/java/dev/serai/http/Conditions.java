package dev.serai.http;

import dev.serai.access.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an org must have for an operation beside the caller's role: a feature that is on, and a subscription. Both are
 * asked of routes at every request, so that a change holds at once; operations without conditions ask nothing. Callers
 * without an org are the hub's own people and are let through.
 */
final class Conditions {
    private final Map<String, Features.Feature> gates;
    private final boolean billing;
    private final RouteCaller routes;

    /** @param billing whether operations that have to be paid for are refused to orgs without access */
    Conditions(Map<String, Features.Feature> gates, boolean billing, RouteCaller routes) {
        this.gates = gates;
        this.billing = billing;
        this.routes = routes;
    }

    void require(Operation operation, @Nullable Caller caller) {
        if (caller == null || caller.org() == null) {
            return;
        }
        Features.Feature feature = gates.get(operation.id());
        if (feature != null) {
            routes.call("company-gate", caller, headers(feature), null);
        }
        if (billing && operation.billed()) {
            routes.call("company-gate-billing", caller, Map.of("operation", operation.id()), null);
        }
    }

    private static Map<String, Object> headers(Features.Feature feature) {
        return Map.of(
                "feature", feature.name(),
                "setting", feature.setting(),
                "title", feature.title(),
                "changedBy", feature.changedBy().text(),
                "fallback", feature.onByDefault());
    }
}

package dev.serai.http;

import dev.serai.access.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/** What an org can have on or off, {@code serai.features} in the configuration. */
@ConfigurationProperties("serai")
public record Features(@DefaultValue List<Feature> features) {
    /**
     * One feature.
     *
     * @param name as the contract's {@code x-serai-feature} says it, such as {@code cap_table}
     * @param onByDefault for orgs that have not chosen
     * @param changedBy who may turn it on and off: org_admin of their own org, or operator only
     * @param operations what it gates beside the operations that name it in the contract
     */
    public record Feature(
            String name,
            @Name("default") boolean onByDefault,
            String title,
            @DefaultValue("org_admin") Role changedBy,
            @DefaultValue List<String> operations) {
        /** The name of its setting in the API, such as {@code cap_table_enabled}. */
        public String setting() {
            return name + "_enabled";
        }
    }

    /** Operations with the feature that gates them. Throws with everything that does not fit together. */
    Map<String, Feature> gates(Contract contract) {
        List<String> mistakes = new ArrayList<>(ofNames());
        Map<String, Feature> gates = new HashMap<>();
        for (Operation operation : contract.operations()) {
            String named = operation.feature();
            if (named != null) {
                find(named)
                        .ifPresentOrElse(
                                feature -> gates.put(operation.id(), feature),
                                () -> mistakes.add(
                                        "the contract's %s names the unknown feature %s; add it to serai.features"
                                                .formatted(operation.id(), named)));
            }
        }
        features.forEach(feature -> feature.operations().forEach(id -> add(id, feature, contract, gates, mistakes)));
        if (!mistakes.isEmpty()) {
            throw new IllegalStateException("serai.features: " + String.join("; ", mistakes));
        }
        return Map.copyOf(gates);
    }

    /** The operations that a feature gates, in order. */
    public List<String> operations(Feature feature, Contract contract) {
        return gates(contract).entrySet().stream()
                .filter(gate -> gate.getValue().equals(feature))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Optional<Feature> find(String name) {
        return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
    }

    private List<String> ofNames() {
        Set<String> seen = new HashSet<>();
        return features.stream()
                .map(Feature::name)
                .filter(name -> !name.matches("[a-z][a-z0-9_]{0,39}") || !seen.add(name))
                .map(name -> "the name \"%s\" is used twice or is none of a-z, 0-9 and _".formatted(name))
                .toList();
    }

    private static void add(
            String id, Feature feature, Contract contract, Map<String, Feature> gates, List<String> mistakes) {
        if (!contract.operationIds().contains(id)) {
            mistakes.add("%s gates the unknown operation %s".formatted(feature.name(), id));
            return;
        }
        Feature other = gates.putIfAbsent(id, feature);
        if (other != null && !other.equals(feature)) {
            mistakes.add("%s is gated by %s and by %s".formatted(id, other.name(), feature.name()));
        }
    }
}

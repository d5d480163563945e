package dev.serai.company;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.access.Caller;
import dev.serai.http.RouteCaller;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What the routes of an org's settings ask: whose they are, whether a change is one, and who was first. */
public final class CompanySettings {
    private final Map<String, Setting> settings = new TreeMap<>();
    private final ObjectMapper json;

    CompanySettings(List<Setting> settings, ObjectMapper json) {
        settings.forEach(setting -> this.settings.put(setting.key(), setting));
        this.json = json;
    }

    /** Makes the org that is meant the exchange's: of hub callers the one they name, of others their own. */
    public void enter(Exchange exchange) {
        Caller caller = exchange.getProperty(RouteCaller.CALLER, Caller.class);
        String named = exchange.getMessage().getHeader("org", String.class);
        String org = caller.isHubCaller() && named != null ? named : caller.org();
        if (org == null) {
            throw Refusal.of(
                    Reason.ORG_UNNAMED,
                    "The token is of no org and the request names none",
                    "Name the org, as in ?org=acme");
        }
        exchange.setProperty("orgId", org);
        exchange.getMessage().setHeader("hub", caller.isHubCaller());
        exchange.getMessage().setHeader("definitions", definitions().toString());
    }

    /** Body: the wanted settings by key. Sets {@code changes} and {@code features}, or refuses with all mistakes. */
    public void propose(Exchange exchange) {
        Message message = exchange.getMessage();
        Caller caller = exchange.getProperty(RouteCaller.CALLER, Caller.class);
        JsonNode wanted = json.valueToTree(message.getBody(Map.class));
        requireValid(wanted);
        requireAllowed(wanted, caller);
        message.setHeader("changes", wanted.toString());
        message.setHeader("features", features(wanted).toString());
    }

    /** Body: the row of {@code settings-lock.sql}. Refuses what is based on an older version; sets {@code details}. */
    public void judge(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<?, ?> row = message.getBody(Map.class);
        JsonNode chosen = json.readTree(String.valueOf(row.get("chosen")));
        JsonNode wanted = json.readTree(message.getHeader("changes", String.class));
        String base = message.getHeader("If-Match", String.class);
        String version = String.valueOf(row.get("version"));
        if (base != null && !base.replace("\"", "").equals(version)) {
            throw changed(base, version, chosen, wanted);
        }
        message.setHeader("details", details(chosen, wanted).toString());
    }

    /** For the audit log; what the org had not chosen is null. */
    private ObjectNode details(JsonNode chosen, JsonNode wanted) {
        ObjectNode details = json.createObjectNode();
        ObjectNode before = details.putObject("before");
        wanted.fieldNames().forEachRemaining(key -> before.set(key, chosen.get(key)));
        details.set("after", wanted);
        return details;
    }

    private void requireValid(JsonNode wanted) {
        List<Finding> findings = new ArrayList<>();
        wanted.properties()
                .forEach(e -> problem(e.getKey(), e.getValue())
                        .ifPresent(text -> findings.add(new Finding("/body/" + shortened(e.getKey()), text))));
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.SETTINGS_INVALID,
                    "%d of the %d settings cannot be taken; none was changed".formatted(findings.size(), wanted.size()),
                    "Correct what errors lists; GET /api/company-settings has every setting",
                    findings);
        }
    }

    private Optional<String> problem(String key, JsonNode value) {
        Setting setting = settings.get(key);
        return setting == null
                ? Optional.of("there is no such setting; expected one of " + String.join(", ", settings.keySet()))
                : setting.problem(value);
    }

    private void requireAllowed(JsonNode wanted, Caller caller) {
        List<Finding> findings = new ArrayList<>();
        wanted.fieldNames().forEachRemaining(key -> {
            if (!caller.isHubCaller() && settings.get(key).changedBy().isHubRole()) {
                findings.add(new Finding("/body/" + key, "only operators of the hub change this setting"));
            }
        });
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.ROLE_MISSING,
                    "%d of the settings are not the org's to change; none was changed".formatted(findings.size()),
                    "Leave them out, or ask an operator of the hub",
                    findings);
        }
    }

    private Refusal changed(String base, String version, JsonNode chosen, JsonNode wanted) {
        List<Finding> both = wanted.properties().stream()
                .map(e -> new Finding(
                        "/body/" + e.getKey(),
                        "is %s now; you want %s".formatted(shown(e.getKey(), chosen), e.getValue())))
                .toList();
        return Refusal.of(
                Reason.SETTINGS_CHANGED,
                "The settings are at version %s and the change is based on %s".formatted(version, base),
                "Read them again, then send the change with If-Match: \"%s\"; without If-Match the last one wins"
                        .formatted(version),
                both);
    }

    private String shown(String key, JsonNode chosen) {
        return chosen.has(key)
                ? chosen.get(key).toString()
                : "the default " + settings.get(key).fallback();
    }

    private ObjectNode features(JsonNode wanted) {
        ObjectNode features = json.createObjectNode();
        settings.values().stream()
                .filter(setting -> setting.feature() != null && wanted.has(setting.key()))
                .forEach(setting -> features.set(setting.feature(), wanted.get(setting.key())));
        return features;
    }

    private ArrayNode definitions() {
        ArrayNode all = json.createArrayNode();
        settings.values()
                .forEach(setting -> all.add(json.createObjectNode()
                        .put("key", setting.key())
                        .put("title", setting.title())
                        .put("changedBy", setting.changedBy().text())
                        .<ObjectNode>set("default", setting.fallback())
                        .set("operations", json.valueToTree(setting.operations()))));
        return all;
    }

    private static String shortened(@Nullable String text) {
        String whole = String.valueOf(text);
        return whole.length() <= 80 ? whole : whole.substring(0, 80) + "…";
    }
}

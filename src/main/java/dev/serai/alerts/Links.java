package dev.serai.alerts;

import java.net.URI;

/** Addresses in messages: of the alert in this hub, and of its runbook. Empty where none is configured. */
final class Links {
    private final String hub;
    private final String runbooks;

    Links(String hub, String runbooks) {
        this.hub = trimmed(hub);
        this.runbooks = trimmed(runbooks);
    }

    private static String trimmed(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    String alert(AlertMessage message) {
        return hub.isEmpty() ? "" : "%s/api/alerts/%d".formatted(hub, message.alert());
    }

    String runbook(AlertMessage message) {
        return runbooks.isEmpty() || message.runbook().isEmpty()
                ? ""
                : "%s/%s.md".formatted(runbooks, message.runbook());
    }

    /** Two hubs that tell the same service must not resolve each other's alerts. */
    String name() {
        return hub.isEmpty() ? "hub" : URI.create(hub).getHost();
    }
}

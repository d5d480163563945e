package dev.serai.alerts;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with the settings of alerts, told at once and without a secret. */
final class SettingsCheck {
    static final Set<String> CHANNELS = Set.of("mail", "digest", "slack", "pagerduty");
    private static final Set<String> SEVERITIES = Set.of("P0", "P1", "P2", "P3");
    private static final Set<String> KINDS =
            Set.of("opened", "escalated", "repeated", "acknowledged", "resolved", "reopened");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,62}");
    private static final Pattern RUNBOOK = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,255}");
    private static final Pattern ROUTING_KEY = Pattern.compile("[A-Za-z0-9]{32}");

    private final AlertSettings settings;
    private final List<String> problems = new ArrayList<>();

    private SettingsCheck(AlertSettings settings) {
        this.settings = settings;
    }

    /** Refuses what cannot be used: the start ends with all of it. */
    static void require(AlertSettings settings) {
        SettingsCheck check = new SettingsCheck(settings);
        check.addresses();
        check.numbers();
        check.rules();
        if (!check.problems.isEmpty()) {
            throw new IllegalStateException(
                    "SERAI-ALERT-020 The alert settings cannot be used:\n- " + String.join("\n- ", check.problems));
        }
    }

    private void addresses() {
        settings.mailTo()
                .forEach(to -> demand(
                        ADDRESS.matcher(to).matches(),
                        "SERAI_ALERTS_MAIL_TO has %s, which is no mail address".formatted(to)));
        demand(
                isPlain(settings.slack().apiUrl(), false),
                "SLACK_API_URL is %s; expected an https URL without path"
                        .formatted(settings.slack().apiUrl()));
        demand(
                !settings.slack().on() || isPlain(settings.slack().secretUrl(), true),
                "SLACK_WEBHOOK_URL must be an https URL with a path and without user, query or fragment; leave the variable"
                        + " out to turn the channel off");
        demand(
                !settings.slack().on()
                        || settings.slack()
                                .secretUrl()
                                .startsWith(settings.slack().apiUrl() + "/"),
                "SLACK_WEBHOOK_URL must begin with SLACK_API_URL, which is %s; set it for another server than Slack's"
                        .formatted(settings.slack().apiUrl()));
        demand(
                !settings.pagerduty().on()
                        || ROUTING_KEY
                                .matcher(settings.pagerduty().routingKey())
                                .matches(),
                "PAGERDUTY_ROUTING_KEY must be the 32 letters and digits of an Events API v2 integration; leave the variable"
                        + " out to turn the channel off");
        demand(
                isPlain(settings.pagerduty().apiUrl(), false),
                "PAGERDUTY_API_URL is %s; expected an https URL without path"
                        .formatted(settings.pagerduty().apiUrl()));
        demand(
                settings.linkUrl().isEmpty() || isPlain(settings.linkUrl(), false),
                "SERAI_PUBLIC_URL is %s; expected a URL like https://serai.example.com".formatted(settings.linkUrl()));
        demand(
                settings.runbooksUrl().isEmpty() || isPlain(settings.runbooksUrl(), true),
                "SERAI_RUNBOOKS_URL is %s; expected a URL like https://example.com/runbooks/"
                        .formatted(settings.runbooksUrl()));
    }

    private void numbers() {
        demand(
                settings.attempts() > 0 && settings.batch() > 0 && settings.timeoutMs() > 0,
                "serai.alerts.attempts, batch and timeout-ms must be above 0");
        demand(
                settings.firstDelay().isPositive() && settings.maxDelay().compareTo(settings.firstDelay()) >= 0,
                "serai.alerts.first-delay must be above 0 and no longer than max-delay");
        demand(
                settings.flapping().times() > 1 && settings.flapping().window().isPositive(),
                "serai.alerts.flapping needs times above 1 and a window");
        demand(
                settings.storm().most() > 0 && settings.storm().calm().isPositive(),
                "serai.alerts.storm needs most and calm above 0");
        demand(settings.digest().every().isPositive(), "serai.alerts.digest.every must be above 0");
    }

    private void rules() {
        demand(
                settings.severities().keySet().equals(SEVERITIES),
                "serai.alerts.severities must be P0, P1, P2 and P3, not %s; is config/alerts.yaml there?"
                        .formatted(settings.severities().keySet()));
        settings.severities()
                .forEach((name, severity) ->
                        known("serai.alerts.severities." + name + ".channels", CHANNELS, severity.channels()));
        known("serai.alerts.channels", CHANNELS, settings.channels().keySet());
        settings.channels().forEach((name, kinds) -> known("serai.alerts.channels." + name, KINDS, kinds));
        settings.notices().forEach(rule -> {
            known("serai.alerts.notices, %s, muted".formatted(rule.kind()), CHANNELS, rule.muted());
            runbook(rule.kind(), rule.runbook());
        });
        settings.conditions().forEach(this::condition);
        List<String> names = settings.conditions().stream()
                .map(AlertSettings.Condition::name)
                .toList();
        demand(Set.copyOf(names).size() == names.size(), "serai.alerts.conditions has a name twice: " + names);
    }

    private void condition(AlertSettings.Condition condition) {
        String where = "serai.alerts.conditions, " + condition.name();
        demand(NAME.matcher(condition.name()).matches(), where + ": a name has small letters, digits, . _ and - only");
        demand(!condition.name().equals(AlertConditions.SELF), where + ": the hub has this name for itself");
        demand(SEVERITIES.contains(condition.severity()), where + ": severity is " + condition.severity());
        demand(!condition.lasts().isNegative(), where + ": for must not be negative");
        demand(
                NAME.matcher(condition.query()).matches() && AlertConditions.hasQuery(condition.query()),
                where + ": there is no sql/alerts/conditions/%s.sql".formatted(condition.query()));
        runbook(condition.name(), condition.runbook());
    }

    private void runbook(String where, @Nullable String runbook) {
        demand(
                runbook == null || RUNBOOK.matcher(runbook).matches(),
                "serai.alerts, %s: %s is no name of a runbook".formatted(where, runbook));
    }

    private void known(String where, Set<String> all, Iterable<String> given) {
        given.forEach(name -> demand(
                all.contains(name),
                "%s has %s; there are %s"
                        .formatted(where, name, all.stream().sorted().toList())));
    }

    /** http only to this machine. */
    private static boolean isPlain(String url, boolean path) {
        try {
            URI uri = URI.create(url);
            boolean here = Set.of("localhost", "127.0.0.1").contains(String.valueOf(uri.getHost()));
            boolean scheme = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here);
            boolean bare = uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            boolean deep = uri.getRawPath() != null && uri.getRawPath().length() > 1;
            return scheme && uri.getHost() != null && bare && deep == path;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void demand(boolean fits, String problem) {
        if (!fits) {
            problems.add(problem);
        }
    }
}

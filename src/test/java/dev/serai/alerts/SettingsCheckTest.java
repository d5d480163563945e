package dev.serai.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Settings that cannot be used are told at the start, all at once, and no secret with them. */
class SettingsCheckTest {
    @Test
    void theDeliveredSettingsAreSound() {
        AlertSettings settings = settings(Map.of());

        SettingsCheck.require(settings);
        assertThat(settings.conditions()).isNotEmpty();
        assertThat(settings.slack().on()).isFalse();
        assertThat(settings.pagerduty().on()).isFalse();
    }

    @Test
    void everyMistakeIsToldAndNoSecret() {
        AlertSettings settings = settings(Map.of(
                "SLACK_WEBHOOK_URL", "http://hooks.example.com/secret-word?x=1",
                "PAGERDUTY_ROUTING_KEY", "half-a-secret-word",
                "PAGERDUTY_API_URL", "ftp://events.example.com",
                "SERAI_ALERTS_MAIL_TO", "ops@example.com,nobody",
                "SERAI_PUBLIC_URL", "serai",
                "serai.alerts.attempts", "0",
                "serai.alerts.severities.P2.channels", "slack,fax",
                "serai.alerts.channels.slack", "opened,sung"));

        assertThatThrownBy(() -> SettingsCheck.require(settings))
                .hasMessageContainingAll(
                        "SERAI-ALERT-020",
                        "SLACK_WEBHOOK_URL",
                        "PAGERDUTY_ROUTING_KEY",
                        "ftp://events",
                        "nobody",
                        "SERAI_PUBLIC_URL is serai",
                        "attempts",
                        "fax",
                        "sung")
                .hasMessageNotContaining("secret-word");
    }

    @Test
    void anEmptyVariableIsNoAddressAndIsTold() {
        assertThatThrownBy(() -> SettingsCheck.require(settings(Map.of("SLACK_WEBHOOK_URL", ""))))
                .hasMessageContaining("leave the variable out");
    }

    private static AlertSettings settings(Map<String, String> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, Object> all = new HashMap<>(variables);
        all.put("spring.config.location", "file:config/");
        environment.getPropertySources().addFirst(new MapPropertySource("test", all));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return Binder.get(environment).bind("serai.alerts", AlertSettings.class).get();
    }
}

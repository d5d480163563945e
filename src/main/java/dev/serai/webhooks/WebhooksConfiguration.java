package dev.serai.webhooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.http.Answer;
import dev.serai.http.HttpLimits;
import dev.serai.http.RouteCaller;
import dev.serai.http.ServletEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Puts the reception of webhooks together, and the beans that its routes name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WebhookSettings.class, RetrySettings.class})
class WebhooksConfiguration {
    @Bean
    Sources webhookSources(
            WebhookSettings settings,
            Environment environment,
            ObjectMapper json,
            @Value("${serai.stripe.secret-key}") String stripeKey) {
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        return new Sources(settings, production, !stripeKey.equals("none"), json);
    }

    @Bean
    Refusals refusals(MeterRegistry meters, ObjectProvider<Clock> clock) {
        return new Refusals(meters, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Reception reception(Refusals refusals, ObjectMapper json, ObjectProvider<Clock> clock) {
        return new Reception(refusals, json, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    ServletEntry webhookEntry(
            WebhookSettings settings, Sources sources, Reception reception, RouteCaller routes, Answer answer) {
        return new WebhookEntry("receiveWebhook", null, sources, reception, limits(settings), routes, answer);
    }

    @Bean
    ServletEntry billingWebhookEntry(
            WebhookSettings settings, Sources sources, Reception reception, RouteCaller routes, Answer answer) {
        return new WebhookEntry(
                "receiveBillingWebhook", "stripe", sources, reception, limits(settings), routes, answer);
    }

    @Bean
    EventWork eventWork(RetrySettings settings, MeterRegistry meters) {
        return new EventWork(settings, meters, RandomGenerator.getDefault());
    }

    @Bean
    Recoveries recoveries(RetrySettings settings) {
        return new Recoveries(settings, RandomGenerator.getDefault());
    }

    @Bean
    Deliveries deliveries(ObjectMapper json) {
        return new Deliveries(json);
    }

    @Bean
    WebhookFigures webhookFigures(MeterRegistry meters) {
        return new WebhookFigures(meters);
    }

    private static WebhookEntry.Limits limits(WebhookSettings settings) {
        return new WebhookEntry.Limits(
                new HttpLimits(settings.maxBody(), settings.slowGrace(), settings.slowRate()),
                settings.maxBody().toBytes());
    }
}

package dev.serai.webhooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.http.Answer;
import dev.serai.http.HttpLimits;
import dev.serai.http.RouteCaller;
import dev.serai.http.ServletEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
            SigningCertificates certificates,
            @Value("${serai.stripe.secret-key}") String stripeKey) {
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        return new Sources(settings, production, !stripeKey.equals("none"), json, certificates);
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
            WebhookSettings settings,
            Sources sources,
            Reception reception,
            Pace pace,
            RouteCaller routes,
            Answer answer) {
        return new WebhookEntry("receiveWebhook", null, sources, reception, limits(settings, pace), routes, answer);
    }

    @Bean
    ServletEntry billingWebhookEntry(
            WebhookSettings settings,
            Sources sources,
            Reception reception,
            Pace pace,
            RouteCaller routes,
            Answer answer) {
        return new WebhookEntry(
                "receiveBillingWebhook", "stripe", sources, reception, limits(settings, pace), routes, answer);
    }

    /** The threads that events are worked off on; few, because requests need the database too. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService webhookWorkers(WebhookSettings settings) {
        return Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().name("webhooks-", 0).factory());
    }

    @Bean
    Pace pace(WebhookSettings settings) {
        return new Pace(settings.busyRate(), settings.rest(), System::nanoTime);
    }

    @Bean
    EventWork eventWork(RetrySettings settings, Pace pace, MeterRegistry meters) {
        return new EventWork(settings, pace, meters, RandomGenerator.getDefault());
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

    private static WebhookEntry.Limits limits(WebhookSettings settings, Pace pace) {
        return new WebhookEntry.Limits(
                new HttpLimits(settings.maxBody(), settings.slowGrace(), settings.slowRate()),
                settings.maxBody().toBytes(),
                pace);
    }
}

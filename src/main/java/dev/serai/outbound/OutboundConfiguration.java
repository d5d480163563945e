package dev.serai.outbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.http.RouteCaller;
import dev.serai.servers.DataFolder;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The beans that the routes of outbound webhooks name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboundSettings.class)
class OutboundConfiguration {
    @Bean
    HubKeys hubKeys(@Value("${serai.data:data}") Path folder, Environment environment) {
        // No setting of serai.*: routes may name those.
        String keys = environment.getProperty("SERAI_SECRETS_KEY", "");
        if (!keys.isBlank()) {
            return HubKeys.of(keys);
        }
        if (environment.acceptsProfiles(Profiles.of("production"))) {
            throw HubKeys.missing();
        }
        return HubKeys.ofFolder(DataFolder.beside(folder));
    }

    @Bean
    EndpointSecrets endpointSecrets(HubKeys keys, ObjectMapper json) {
        return new EndpointSecrets(keys, json);
    }

    @Bean
    PublicAddresses publicAddresses(OutboundSettings settings) {
        return PublicAddresses.and(settings.allowedNetworks());
    }

    @Bean
    EndpointUrls endpointUrls(OutboundSettings settings, PublicAddresses addresses) {
        return new EndpointUrls(settings, addresses);
    }

    @Bean
    EndpointRequests endpointRequests(EndpointUrls urls, OutboundSettings settings) {
        return new EndpointRequests(urls, settings);
    }

    @Bean
    WebhookClient webhookClient(OutboundSettings settings, PublicAddresses addresses) {
        return new WebhookClient(settings, addresses);
    }

    @Bean
    PublicPages publicPages(WebhookClient client) {
        return new PublicPages(client);
    }

    @Bean
    OutboundSender outboundSender(
            WebhookClient client,
            EndpointSecrets secrets,
            EndpointUrls urls,
            OutboundSettings settings,
            MeterRegistry meters) {
        Clock clock = Clock.systemUTC();
        Verdicts verdicts = new Verdicts(settings, clock, RandomGenerator.getDefault());
        return new OutboundSender(client, secrets, urls, verdicts, settings, clock, meters);
    }

    @Bean
    OutboundWork outboundWork(RouteCaller routes, OutboundSettings settings) {
        return new OutboundWork(routes, settings);
    }
}

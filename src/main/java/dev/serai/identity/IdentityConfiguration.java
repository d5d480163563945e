package dev.serai.identity;

import dev.serai.mirror.EventIntake;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bean that the routes of identity name. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {
    @Bean
    EventIntake clerkEvents() {
        return new EventIntake("clerk", new ClerkReader());
    }
}

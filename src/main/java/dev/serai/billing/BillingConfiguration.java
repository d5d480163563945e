package dev.serai.billing;

import dev.serai.mirror.EventIntake;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that the routes of billing name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StripeSettings.class)
class BillingConfiguration {
    @Bean
    FollowUps followUps() {
        return new FollowUps();
    }

    @Bean
    EventIntake stripeEvents() {
        return new EventIntake("stripe", new StripeReader());
    }

    @Bean
    StripeCalls stripeCalls(@Value("${serai.stripe.secret-key}") String secretKey, StripeSettings settings) {
        return new StripeCalls(secretKey, settings);
    }

    @Bean
    StripeFetches stripeFetches(@Qualifier("stripeEvents") EventIntake intake, ObjectProvider<Clock> clock) {
        return new StripeFetches(new StripeReader(), intake, clock.getIfAvailable(Clock::systemUTC));
    }
}

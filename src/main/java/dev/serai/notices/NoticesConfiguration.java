package dev.serai.notices;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bean that the routes of notices name. */
@Configuration(proxyBeanMethods = false)
class NoticesConfiguration {
    @Bean
    Notices notices() {
        return new Notices();
    }
}

package dev.serai.clerk;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that the routes of the Clerk proxy name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClerkProperties.class)
class ClerkConfiguration {
    @Bean
    ClerkProxy clerkProxy(
            ClerkProperties properties, @Value("${serai.clerk.secret-key}") String key, ObjectMapper json) {
        List<AllowedCall> allowed =
                properties.calls().stream().map(AllowedCall::of).toList();
        return new ClerkProxy(allowed, new Shown(Set.copyOf(properties.hidden())), isKey(key), json);
    }

    @Bean
    ClerkCalls clerkCalls(
            ClerkProperties properties,
            @Value("${serai.clerk.secret-key}") String key,
            @Value("${serai.clerk.timeout-ms}") long timeout,
            ObjectMapper json) {
        int most = Math.toIntExact(properties.maxAnswer().toBytes());
        return new ClerkCalls(json, new BoundedAnswer(most, Duration.ofMillis(timeout)), key);
    }

    @Bean
    ClerkHeaders clerkHeaders() {
        return new ClerkHeaders();
    }

    private static boolean isKey(String key) {
        return !key.isBlank() && !key.equals("none");
    }
}

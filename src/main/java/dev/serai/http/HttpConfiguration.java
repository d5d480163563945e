package dev.serai.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Authenticator;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpLimits.class, Features.class})
class HttpConfiguration {
    @Bean
    Contract contract() {
        return ContractReader.read();
    }

    @Bean
    RouteCaller routeCaller(ProducerTemplate camel) {
        return new RouteCaller(camel);
    }

    @Bean
    ServiceHeaders serviceHeaders() {
        return new ServiceHeaders();
    }

    /**
     * Left to itself the client waits as long as an answer's Retry-After says, on the caller's time, and sends the request
     * again; after a lost connection too. Whether and when to repeat a call is for its route to say.
     */
    @Bean
    HttpClientConfigurer oneAttempt() {
        return HttpClientBuilder::disableAutomaticRetries;
    }

    @Bean
    RateLimit rateLimit() {
        return new RateLimit();
    }

    @Bean
    Answer answer(ObjectMapper json) {
        return new Answer(json);
    }

    @Bean
    Conditions conditions(
            Contract contract,
            Features features,
            RouteCaller routes,
            @Value("${serai.billing.enforce}") boolean billing) {
        return new Conditions(features.gates(contract), billing, routes);
    }

    @Bean
    FilterRegistrationBean<Gate> gate(
            Contract contract,
            Authenticator authenticator,
            Conditions conditions,
            HttpLimits limits,
            RouteCaller routes,
            Answer answer,
            List<ServletEntry> entries,
            MeterRegistry meters,
            CamelContext camel,
            @Value("${serai.role.api}") boolean api) {
        Gate gate = new Gate(
                contract,
                new Doorkeeper(authenticator),
                conditions,
                new RequestReader(limits),
                routes,
                answer,
                entries.stream().collect(Collectors.toMap(ServletEntry::operationId, Function.identity())),
                meters,
                camel::isStarted,
                api);
        FilterRegistrationBean<Gate> registration = new FilterRegistrationBean<>(gate);
        registration.addUrlPatterns("/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setAsyncSupported(true);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }
}

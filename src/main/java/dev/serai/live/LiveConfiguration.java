package dev.serai.live;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
    @Bean
    LiveRoutes liveRoutes(CamelContext camel) {
        return new LiveRoutes((ModelCamelContext) camel, new LinkComponent());
    }

    /** Before the context starts: all routes start together then, as Camel orders them. */
    @Bean
    CamelContextConfiguration firstRoutes(
            LiveRoutes routes, MeterRegistry meters, @Value("${serai.routes.folder}") Path folder) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                MicrometerRoutePolicyFactory metrics = new RouteMetrics();
                metrics.setMeterRegistry(meters);
                camel.addRoutePolicyFactory(metrics);
                try {
                    routes.begin(new RouteFolder(folder).read());
                } catch (IOException e) {
                    throw new IllegalStateException("The routes in %s cannot be read".formatted(folder), e);
                } catch (Exception e) {
                    throw new IllegalStateException("The routes in %s cannot be loaded".formatted(folder), e);
                }
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                // nothing: they have started with the context
            }
        };
    }
}

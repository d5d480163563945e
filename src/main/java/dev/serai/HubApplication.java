package dev.serai;

import java.util.concurrent.Executors;
import org.apache.coyote.ProtocolHandler;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.context.annotation.Bean;

/** The Spring application: every bean of the packages below this one. */
@SpringBootApplication(proxyBeanMethods = false)
class HubApplication {
    /** Requests on virtual threads, and only requests: Camel and the schedulers keep their own pools. */
    @Bean
    TomcatProtocolHandlerCustomizer<ProtocolHandler> requestsOnVirtualThreads() {
        return handler -> handler.setExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory()));
    }
}

package peer;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.HttpEncodingAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The barest Spring endpoint that makes an event durable: no verification, no reading, no limits; body in, the same insert
 * with the same trigger's outbox row, 200 out. The peer of the hub's reception; outside the hub's packages, which the hub
 * searches for its own parts.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class
})
public class BareReceiver {
    /** The running application, its address. */
    public record Running(ConfigurableApplicationContext context, String address) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    /** With a pool of its own, as large as the given one. */
    public static Running start(HikariDataSource like) {
        SpringApplication application = new SpringApplication(BareReceiver.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "spring.threads.virtual.enabled", "true",
                "spring.config.location", "optional:classpath:/none/",
                "logging.level.root", "error"));
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("bareDataSource", pool(like)));
        ConfigurableApplicationContext context = application.run();
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return new Running(context, "http://127.0.0.1:" + port);
    }

    private static DataSource pool(HikariDataSource like) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(like.getJdbcUrl());
        pool.setUsername(like.getUsername());
        pool.setPassword(like.getPassword());
        pool.setMaximumPoolSize(like.getMaximumPoolSize());
        return pool;
    }

    @RestController
    static class Endpoint {
        private final JdbcTemplate jdbc;

        Endpoint(DataSource dataSource) {
            this.jdbc = new JdbcTemplate(dataSource);
        }

        @PostMapping("/webhook")
        String receive(HttpServletRequest request) throws IOException {
            jdbc.update(
                    "insert into webhook_events (source, event_id, body) values ('bare', ?, ?) on conflict do nothing",
                    UUID.randomUUID().toString(),
                    request.getInputStream().readAllBytes());
            return "{}";
        }
    }
}

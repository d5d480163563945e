package dev.serai;

import dev.serai.servers.DataFolder;
import dev.serai.servers.Servers;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A hub that serves. Closing it drains requests and routes, then stops the servers, then frees the data folder. */
public final class RunningHub implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final Servers servers;
    private final DataFolder folder;
    private final AtomicBoolean closed = new AtomicBoolean();

    RunningHub(ConfigurableApplicationContext context, Servers servers, DataFolder folder) {
        this.context = context;
        this.servers = servers;
        this.folder = folder;
    }

    /** The port that the hub's HTTP server listens on. */
    public int port() {
        return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    }

    /** The address people type, such as {@code http://127.0.0.1:8080}. */
    public String address() {
        return "http://" + context.getEnvironment().getProperty("server.address", "127.0.0.1") + ":" + port();
    }

    /** The names of the servers that run inside this hub, such as {@code kafka}. */
    public List<String> embedded() {
        return servers.embedded();
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (folder;
                    servers) {
                context.close();
            }
        }
    }
}

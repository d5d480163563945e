package dev.serai.clerk;

import dev.serai.http.ServiceHeaders;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Between the hub and Clerk: as with other services, and back comes what says how long to wait. */
public final class ClerkHeaders implements HeaderFilterStrategy {
    private static final Set<String> IN = Set.of("retry-after");

    private final ServiceHeaders services = new ServiceHeaders();

    ClerkHeaders() {}

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return services.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(Locale.ROOT));
    }
}

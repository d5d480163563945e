package dev.serai.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** What passes between the hub and a service that it calls: type and keys out, nothing back; a job's headers stay here. */
public final class ServiceHeaders implements HeaderFilterStrategy {
    private static final Set<String> OUT = Set.of("content-type", "authorization", "idempotency-key");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }
}

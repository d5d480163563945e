package dev.serai.http;

import dev.serai.access.Caller;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** Calls an operation's route with the caller's identity on the exchange: the security context does not reach Camel. */
public final class RouteCaller {
    /** Exchange property with the {@link Caller}. */
    public static final String CALLER = "serai.caller";

    private final ProducerTemplate camel;

    RouteCaller(ProducerTemplate camel) {
        this.camel = camel;
    }

    /**
     * The finished exchange. An exception of the route is thrown here as it is.
     *
     * @param parameters become message headers; nothing else from outside does
     */
    public Exchange call(
            String operationId, @Nullable Caller caller, Map<String, Object> parameters, @Nullable Object body) {
        Exchange answer = camel.request("direct:" + operationId, exchange -> {
            exchange.getMessage().setHeaders(new java.util.HashMap<>(parameters));
            exchange.getMessage().setBody(body);
            if (caller != null) {
                identify(exchange, caller);
            }
        });
        if (answer.getException() != null) {
            throw thrown(answer.getException());
        }
        return answer;
    }

    private static void identify(Exchange exchange, Caller caller) {
        exchange.setProperty(CALLER, caller);
        exchange.setProperty("orgId", caller.org());
        exchange.setProperty("userId", caller.user());
    }

    private static RuntimeException thrown(Exception e) {
        return e instanceof RuntimeException r ? r : new IllegalStateException(e);
    }
}

package dev.serai.company;

import dev.serai.access.Caller;
import dev.serai.access.ServiceKeys;
import dev.serai.http.RouteCaller;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the routes of consents ask: only a person agrees to something, and only for itself. */
public final class Consents {
    Consents() {}

    /** Makes headers of the body's fields. */
    public void open(Exchange exchange) {
        requirePerson(exchange);
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        body.forEach((name, value) -> message.setHeader(String.valueOf(name), value));
    }

    public void requirePerson(Exchange exchange) {
        Caller caller = exchange.getProperty(RouteCaller.CALLER, Caller.class);
        if (caller.issuer().equals(ServiceKeys.ISSUER)) {
            throw Refusal.of(
                    Reason.ROLE_MISSING,
                    "A consent is a person's, and the caller is the service key %s".formatted(caller.keyId()),
                    "Call with the person's own token");
        }
    }
}

package dev.serai.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Makes one attempt of a delivery and says how it ended; what that means is written by the step behind it. */
public final class OutboundSender {
    private static final Logger log = LoggerFactory.getLogger(OutboundSender.class);

    private final WebhookClient client;
    private final EndpointSecrets secrets;
    private final EndpointUrls urls;
    private final Verdicts verdicts;
    private final OutboundSettings settings;
    private final Clock clock;
    private final MeterRegistry meters;

    OutboundSender(
            WebhookClient client,
            EndpointSecrets secrets,
            EndpointUrls urls,
            Verdicts verdicts,
            OutboundSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.client = client;
        this.secrets = secrets;
        this.urls = urls;
        this.verdicts = verdicts;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
    }

    /** Body: a {@link Delivery}. Sets what {@code attempt-keep.sql} wants as headers; never fails for the receiver's sake. */
    public void send(Exchange exchange) {
        Delivery delivery = exchange.getMessage().getBody(Delivery.class);
        long began = System.nanoTime();
        Attempt attempt = attempt(delivery);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        describe(exchange.getMessage(), delivery, attempt, millis);
        meters.timer("serai.outbound.attempts", "outcome", attempt.outcome().text())
                .record(millis, TimeUnit.MILLISECONDS);
        log.atLevel(attempt.outcome() == Attempt.Outcome.SUCCEEDED ? Level.DEBUG : Level.INFO)
                .addKeyValue("deliveryId", delivery.id())
                .addKeyValue("endpointId", delivery.endpointId())
                .addKeyValue("attempt", delivery.attempt())
                .addKeyValue("outcome", attempt.outcome().text())
                .addKeyValue("code", attempt.code())
                .addKeyValue("millis", millis)
                .log("webhook attempt ended");
    }

    private Attempt attempt(Delivery delivery) {
        List<String> problems = urls.problems(delivery.url());
        if (!problems.isEmpty()) {
            return Attempt.failed("blocked", "blocked: " + String.join("; ", problems));
        }
        byte[] body = delivery.content().getBytes(StandardCharsets.UTF_8);
        try {
            return verdicts.of(client.post(URI.create(delivery.url()), headers(delivery, body), body));
        } catch (IOException e) {
            return verdicts.of(e);
        } catch (GeneralSecurityException e) {
            log.atError()
                    .addKeyValue("endpointId", delivery.endpointId())
                    .setCause(e)
                    .log("webhook secret cannot be opened");
            return Attempt.interrupted("the hub cannot open the endpoint's secret; rotate it, or tell the operators");
        }
    }

    private Map<String, String> headers(Delivery delivery, byte[] body) throws GeneralSecurityException {
        long timestamp = clock.instant().getEpochSecond();
        List<byte[]> open = secrets.open(delivery.secrets(), delivery.endpointId());
        return Map.of(
                "webhook-id", delivery.messageId(),
                "webhook-timestamp", Long.toString(timestamp),
                "webhook-signature", Signature.header(open, delivery.messageId(), timestamp, body));
    }

    private void describe(Message message, Delivery delivery, Attempt attempt, long millis) {
        Optional<Duration> wait = verdicts.wait(attempt, delivery.failures());
        message.setHeader("deliveryId", delivery.id());
        message.setHeader("attempt", delivery.attempt());
        message.setHeader("outcome", attempt.outcome().text());
        message.setHeader("status", attempt.status());
        message.setHeader("errorCode", attempt.code());
        message.setHeader("errorMessage", attempt.message());
        message.setHeader("answer", attempt.answer());
        message.setHeader("durationMs", millis);
        message.setHeader("delaySeconds", wait.map(OutboundSender::seconds).orElse(null));
        message.setHeader("quietSeconds", seconds(attempt.quiet()));
        message.setHeader("disableAfterSeconds", seconds(settings.disableAfter()));
        message.setBody(null);
    }

    private static @Nullable Double seconds(@Nullable Duration time) {
        return time == null ? null : time.toMillis() / 1000.0;
    }
}

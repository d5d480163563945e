package dev.serai.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.MessagingException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the routes that send mails need besides SQL and the provider: the message, and what an answer means. */
public final class MailWork {
    private static final Logger log = LoggerFactory.getLogger(MailWork.class);
    private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

    private final MailSettings settings;
    private final Templates templates;
    private final Composer composer;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final RandomGenerator random;

    MailWork(
            MailSettings settings,
            Templates templates,
            Composer composer,
            ObjectMapper json,
            MeterRegistry meters,
            RandomGenerator random) {
        this.settings = settings;
        this.templates = templates;
        this.composer = composer;
        this.json = json;
        this.meters = meters;
        this.random = random;
    }

    /** Body in: a row of {@code mail-claim.sql}. Headers out: its columns, and what {@code mail-finish.sql} wants. */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> headers = new HashMap<>();
        Map<?, ?> row = message.getBody(Map.class);
        row.forEach((name, value) -> headers.put((String) name, value));
        headers.put("provider", settings.provider().name().toLowerCase(Locale.ROOT));
        headers.put("delaySeconds", 0.0);
        message.setHeaders(headers);
        message.setBody(null);
    }

    /** Body out: the message. */
    public void compose(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<String, Object> variables = json.readValue(message.getHeader("variables", "{}", String.class), VARIABLES);
        Rendered words = templates.render(message.getHeader("template", String.class), variables);
        OwnMessage own = composer.message(
                message.getHeader("mailId", Long.class),
                message.getHeader("recipient", String.class),
                message.getHeader("recipientName", "", String.class),
                Instant.ofEpochSecond(message.getHeader("createdAt", Long.class)),
                words);
        exchange.setProperty("mailWords", words);
        exchange.setProperty("mailMessage", own);
        message.setBody(own);
    }

    /** The provider has it. */
    public void taken(Exchange exchange) throws MessagingException {
        Message message = exchange.getMessage();
        Object given = message.getHeader("CamelAwsSesMessageId");
        String own = exchange.getProperty("mailMessage", OwnMessage.class).getMessageID();
        message.setHeader("providerId", given == null ? own : given);
        end(message, "sent", null, null);
    }

    /** What the exception means for the mail. */
    public void judge(Exchange exchange) {
        Message message = exchange.getMessage();
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        boolean begun = "sending".equals(message.getHeader("mailState"));
        Attempted attempted = attempted(thrown, begun, exchange.getProperty("mailMessage", OwnMessage.class));
        int failures = message.getHeader("failures", 0, Integer.class) + 1;
        boolean exhausted = attempted.outcome() == Attempted.Outcome.RETRY && failures >= settings.attempts();
        String outcome = exhausted ? "failed" : attempted.outcome().text();
        message.setHeader("delaySeconds", settings.delay(failures, random).toMillis() / 1000.0);
        end(message, outcome, attempted.code(), attempted.message());
        log.atWarn()
                .addKeyValue("mail", message.getHeader("mailId"))
                .addKeyValue("attempt", message.getHeader("attempt"))
                .addKeyValue("outcome", outcome)
                .addKeyValue("code", attempted.code())
                .setCause(attempted.code().equals("defect") ? thrown : null)
                .log("mail not sent");
    }

    private void end(Message message, String outcome, @Nullable String code, @Nullable String said) {
        message.setHeader("outcome", outcome);
        message.setHeader("errorCode", code);
        message.setHeader("errorMessage", said);
        message.setBody(null);
        String provider = message.getHeader("provider", String.class);
        meters.counter("serai.mail", "outcome", outcome, "provider", provider).increment();
    }

    private static Attempted attempted(@Nullable Throwable thrown, boolean begun, @Nullable OwnMessage own) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            switch (t) {
                case UnfitMailException unfit -> {
                    return Attempted.failed(unfit.code(), String.valueOf(unfit.getMessage()));
                }
                case MessagingException mail -> {
                    return SmtpFailures.of(mail, own != null && own.isWritten());
                }
                case SdkException amazon -> {
                    return SesFailures.of(amazon);
                }
                case DataAccessException database -> {
                    return Attempted.retry("database", "The hub could not note the attempt, so it made none");
                }
                default -> {
                    // Look at the cause.
                }
            }
        }
        return begun
                ? Attempted.unknown("defect", "The hub failed while it sent: " + name(thrown))
                : Attempted.failed("defect", "The hub failed before it sent: " + name(thrown));
    }

    private static String name(@Nullable Throwable thrown) {
        return thrown == null ? "nothing known" : thrown.getClass().getSimpleName();
    }
}

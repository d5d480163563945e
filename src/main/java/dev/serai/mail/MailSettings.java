package dev.serai.mail;

import dev.serai.pipeline.Backoff;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mails are sent.
 *
 * @param provider who takes them
 * @param from the sender's address
 * @param fromName shown beside it; may be empty
 * @param fileInProduction whether the production profile may write mails to files
 * @param templates their folder
 * @param outboxMost mails that the file outbox keeps
 * @param workers mails that this node sends at once
 * @param attempts at a mail that is refused for the time being, the first included
 * @param firstDelay before the second attempt; doubles with each further one
 * @param maxDelay the longest
 * @param timeout for each wait of one attempt
 */
@ConfigurationProperties("serai.mail")
record MailSettings(
        @DefaultValue("file") Provider provider,
        @DefaultValue("") String from,
        @DefaultValue("Serai") String fromName,
        @DefaultValue("false") boolean fileInProduction,
        @DefaultValue("config/mail") Path templates,
        @DefaultValue("200") int outboxMost,
        @DefaultValue("2") int workers,
        @DefaultValue("10") int attempts,
        @DefaultValue("30s") Duration firstDelay,
        @DefaultValue("30m") Duration maxDelay,
        @DefaultValue("20s") Duration timeout,
        @DefaultValue Smtp smtp,
        @DefaultValue Ses ses,
        @DefaultValue Feedback feedback) {

    enum Provider {
        FILE,
        SMTP,
        SES
    }

    /**
     * A server that takes mails by SMTP. A connection to another machine must be encrypted by STARTTLS.
     *
     * @param user empty: the server wants none
     */
    record Smtp(
            @DefaultValue("127.0.0.1") String host,
            @DefaultValue("587") int port,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {

        boolean isLoopback() {
            return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Smtp[%s:%d]".formatted(host, port);
        }
    }

    /**
     * Amazon's service.
     *
     * @param endpoint another address than the region's; empty: none
     */
    record Ses(
            @DefaultValue("us-east-1") String region,
            @DefaultValue("") String accessKeyId,
            @DefaultValue("") String secretAccessKey,
            @DefaultValue("") String endpoint) {

        /** Without the key. */
        @Override
        public String toString() {
            return "Ses[%s]".formatted(region);
        }
    }

    /**
     * What the service tells of mails later.
     *
     * @param endpoint asked instead of the service's own host for certificates and confirmations; empty: none
     */
    record Feedback(@DefaultValue("") String endpoint) {}

    Duration delay(int failures, RandomGenerator random) {
        return Backoff.after(failures, firstDelay, maxDelay, random);
    }

    /** The sender, checked at start. */
    String sender() {
        return from.isEmpty() ? "serai@localhost" : from;
    }

    /** @throws IllegalStateException that names every mistake */
    void require(boolean production) {
        List<String> problems = new ArrayList<>();
        if (production && provider == Provider.FILE && !fileInProduction) {
            problems.add("provider is file, which sends nothing; expected ses or smtp, or file-in-production: true");
        }
        try {
            Addresses.one(sender());
        } catch (UnfitMailException e) {
            problems.add("from is %s: %s; expected one plain address like noreply@example.com"
                    .formatted(from, e.getMessage()));
        }
        if (provider != Provider.FILE && from.isEmpty()) {
            problems.add("from is empty; set EMAIL_FROM to the address that mails come from");
        }
        if (provider == Provider.SES
                && (ses.accessKeyId().isEmpty() || ses.secretAccessKey().isEmpty())) {
            problems.add("ses needs AWS_SES_ACCESS_KEY_ID and AWS_SES_SECRET_ACCESS_KEY");
        }
        if (workers < 1 || attempts < 1 || outboxMost < 1 || smtp.port() < 1 || smtp.port() > 65_535) {
            problems.add("workers, attempts and outbox-most must be positive, and smtp.port a port");
        }
        if (!firstDelay.isPositive() || !maxDelay.isPositive() || !timeout.isPositive()) {
            problems.add("first-delay, max-delay and timeout must be longer than nothing");
        }
        for (String endpoint : List.of(ses.endpoint(), feedback.endpoint())) {
            if (!endpoint.isEmpty() && !isUrl(endpoint)) {
                problems.add("endpoint is %s, expected a URL".formatted(endpoint));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("SERAI-MAIL-010 The mail settings (serai.mail) cannot be used:\n- "
                    + String.join("\n- ", problems));
        }
    }

    private static boolean isUrl(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

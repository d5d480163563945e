package dev.serai.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an answer, or its absence, means; and when the next attempt is due. */
final class Verdicts {
    /** Too many requests, and what stands for a receiver that is overloaded or being replaced. */
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

    /** Waits are stretched by up to this share, so that what failed together does not come back together. */
    private static final double JITTER = 0.1;

    private static final Duration OURS = Duration.ofMinutes(1);

    private final OutboundSettings settings;
    private final Clock clock;
    private final RandomGenerator random;

    Verdicts(OutboundSettings settings, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    Attempt of(WebhookClient.Reply reply) {
        int status = reply.status();
        if (status >= 200 && status < 300) {
            return new Attempt(Attempt.Outcome.SUCCEEDED, status, null, null, reply.text(), null);
        }
        if (status == 410) {
            return new Attempt(
                    Attempt.Outcome.GONE, status, "gone", "410 Gone: it wants nothing any more", reply.text(), null);
        }
        boolean redirect = status >= 300 && status < 400;
        return new Attempt(
                Attempt.Outcome.FAILED,
                status,
                redirect ? "redirect" : "status",
                redirect
                        ? "answered %d; redirects are not followed, register the new URL".formatted(status)
                        : "answered %d; 2xx is a success".formatted(status),
                reply.text(),
                BUSY.contains(status) ? quiet(reply.retryAfter()).orElse(null) : null);
    }

    Attempt of(IOException failure) {
        String said = String.valueOf(failure.getMessage());
        return switch (failure) {
            case BlockedAddressException blocked -> Attempt.failed("blocked", "blocked: " + blocked.getMessage());
            case UnknownHostException unknown -> Attempt.failed("dns", "the name has no address: " + said);
            case WebhookClient.TooSlowException slow -> Attempt.failed("timeout", "timeout: " + slow.getMessage());
            case SocketTimeoutException timeout -> Attempt.failed("timeout", "timeout: " + said);
            case SSLException tls -> Attempt.failed("tls", "TLS: " + shortened(said));
            case ConnectException refused -> Attempt.failed("connect", "no connection: " + shortened(said));
            case NoRouteToHostException unreachable -> Attempt.failed("connect", "no route to the host");
            default ->
                Attempt.failed(
                        "broken", "the connection broke: " + failure.getClass().getSimpleName());
        };
    }

    /**
     * The wait before the next attempt; empty when this was the last one.
     *
     * @param failures failed attempts before this one
     */
    Optional<Duration> wait(Attempt attempt, int failures) {
        if (attempt.outcome() == Attempt.Outcome.INTERRUPTED) {
            return Optional.of(OURS);
        }
        List<Duration> schedule = settings.schedule();
        int next = failures + 1;
        if (attempt.outcome() != Attempt.Outcome.FAILED || next >= schedule.size()) {
            return Optional.empty();
        }
        Duration planned = stretched(schedule.get(next));
        Duration asked = attempt.quiet() == null ? Duration.ZERO : attempt.quiet();
        return Optional.of(planned.compareTo(asked) >= 0 ? planned : asked);
    }

    private Duration stretched(Duration wait) {
        return wait.plusMillis((long) (wait.toMillis() * JITTER * random.nextDouble()));
    }

    /** Seconds or an HTTP date; what is neither asks for nothing. */
    private Optional<Duration> quiet(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        Duration asked = retryAfter.strip().matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                : until(retryAfter.strip());
        return asked.isPositive()
                ? Optional.of(asked.compareTo(settings.longestQuiet()) > 0 ? settings.longestQuiet() : asked)
                : Optional.empty();
    }

    private Duration until(String date) {
        try {
            ZonedDateTime then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Duration.between(clock.instant(), then.toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}

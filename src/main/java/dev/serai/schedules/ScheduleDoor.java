package dev.serai.schedules;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Lets those in who bring a job's bearer secret. */
public final class ScheduleDoor {
    private static final String SCHEME = "bearer ";
    private static final Duration OFF_RETRY = Duration.ofMinutes(5);

    private final Jobs jobs;

    ScheduleDoor(Jobs jobs) {
        this.jobs = jobs;
    }

    /** Headers in: {@code job}, {@code Authorization}; the latter goes no further. */
    public void admit(Exchange exchange) {
        Message message = exchange.getMessage();
        Object authorization = message.removeHeader("Authorization");
        Job job = jobs.named(message.getHeader("job", String.class));
        if (!jobs.secrets().has(job.name())) {
            throw Refusal.later(
                    Reason.SCHEDULE_SECRET_UNSET,
                    "No secret is set for the endpoint of %s; it runs by its schedule alone".formatted(job.name()),
                    OFF_RETRY,
                    null);
        }
        String secret = secret(authorization == null ? null : authorization.toString());
        if (secret == null || !jobs.secrets().matches(job.name(), secret)) {
            throw Refusal.of(
                    Reason.SCHEDULE_SECRET_WRONG,
                    secret == null
                            ? "The request brings no bearer secret"
                            : "The bearer secret is not that of %s".formatted(job.name()),
                    "Send Authorization: Bearer with the secret of this job");
        }
    }

    private static @Nullable String secret(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}

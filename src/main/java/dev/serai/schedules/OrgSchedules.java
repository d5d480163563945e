package dev.serai.schedules;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What an org may wish otherwise than the hub's configuration says. */
public final class OrgSchedules {
    private static final String HOURLY = "is due more than once an hour; expected one minute, such as 30 8 * * 1-5";

    private final Jobs jobs;

    OrgSchedules(Jobs jobs) {
        this.jobs = jobs;
    }

    /** Refuses jobs that are no org's. Sets {@code defaultCron}, {@code defaultZone} and {@code title}. */
    public void enter(Exchange exchange) {
        Message message = exchange.getMessage();
        Job job = jobs.named(message.getHeader("job", String.class));
        if (job.scope() != Job.Scope.ORG) {
            throw Refusal.of(
                    Reason.SCHEDULE_UNKNOWN,
                    "The job %s is the hub's own".formatted(job.name()),
                    "Orgs have settings of jobs with the scope org");
        }
        message.setHeader("defaultCron", job.cron().toString());
        message.setHeader("defaultZone", job.zone().getId());
        message.setHeader("title", job.title());
    }

    /** Body: the wishes. Sets {@code enabled}, {@code cron} and {@code zone}, or refuses with all mistakes. */
    public void propose(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        List<Finding> findings = new ArrayList<>();
        String cron = (String) body.get("cron");
        String zone = (String) body.get("zone");
        note("/body/cron", problemOfCron(cron), findings);
        note("/body/zone", problemOfZone(zone), findings);
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.SCHEDULE_INVALID,
                    "The settings have %d %s; nothing was changed"
                            .formatted(findings.size(), findings.size() == 1 ? "mistake" : "mistakes"),
                    "Correct what errors lists; null goes back to the hub's own",
                    findings);
        }
        message.setHeader("enabled", !Boolean.FALSE.equals(body.get("enabled")));
        message.setHeader("cron", cron == null ? null : cron.strip());
        message.setHeader("zone", zone);
    }

    private static void note(String at, @Nullable String problem, List<Finding> findings) {
        if (problem != null) {
            findings.add(new Finding(at, problem));
        }
    }

    private static @Nullable String problemOfCron(@Nullable String text) {
        try {
            return text == null || Cron.parse(text).isHourlyAtMost() ? null : HOURLY;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static @Nullable String problemOfZone(@Nullable String text) {
        try {
            return text == null || Zones.parse(text) != null ? null : "is no time zone";
        } catch (DateTimeException e) {
            return e.getMessage();
        }
    }
}

package dev.serai.schedules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the routes of schedules ask about jobs and their slots. */
public final class Schedules {
    private final Jobs jobs;
    private final Due due;
    private final ObjectMapper json;
    private final Clock clock;

    Schedules(Jobs jobs, Due due, ObjectMapper json, Clock clock) {
        this.jobs = jobs;
        this.due = due;
        this.json = json;
        this.clock = clock;
    }

    /** Sets the header {@code jobs}: all of them, as the statements read them. */
    public void all(Exchange exchange) throws JsonProcessingException {
        name(exchange, jobs.all());
    }

    /** Sets the header {@code jobs} to the one that the header {@code job} names, or refuses. */
    public void one(Exchange exchange) throws JsonProcessingException {
        name(exchange, List.of(jobs.named(exchange.getMessage().getHeader("job", String.class))));
    }

    private void name(Exchange exchange, Collection<Job> named) throws JsonProcessingException {
        exchange.getMessage()
                .setHeader(
                        "jobs",
                        json.writeValueAsString(
                                named.stream().map(Schedules::plain).toList()));
    }

    /** The body, rows of {@code group-list.sql}, becomes the headers {@code slots}, what is due and what was missed, and {@code now}. */
    public void due(Exchange exchange) throws JsonProcessingException {
        exchange.getMessage()
                .setHeader(
                        "now",
                        groups(exchange)
                                .map(group -> group.now().toString())
                                .findFirst()
                                .orElse(null));
        slots(exchange, groups(exchange).flatMap(group -> due.of(group, jobs.named(group.job())).stream()));
    }

    /**
     * As {@link #due}, for who asks by hand: of each group the latest slot of the last day, or the one that the header
     * {@code slot} names.
     */
    public void asked(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        String named = message.getHeader("slot", String.class);
        List<Group> groups = groups(exchange).toList();
        if (named != null) {
            Instant slot = instant(named);
            groups = groups.stream().filter(group -> isPast(group, slot)).toList();
            requireSome(groups, message, named);
            slots(exchange, groups.stream().map(group -> group.slot(slot, false)));
        } else {
            slots(
                    exchange,
                    groups.stream()
                            .flatMap(group -> group.cron().latest(group.now(), group.zone()).stream()
                                    .map(slot -> group.slot(slot, false))));
        }
    }

    private static boolean isPast(Group group, Instant slot) {
        return !slot.isAfter(group.now()) && group.cron().isSlot(slot, group.zone());
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.of(
                    Reason.REQUEST_INVALID,
                    "\"%s\" is no moment; expected one such as 2026-03-02T08:00:00Z".formatted(text),
                    "Send it as ISO 8601 has it, with its zone",
                    e);
        }
    }

    private static void requireSome(List<Group> groups, Message message, String slot) {
        if (groups.isEmpty()) {
            throw Refusal.of(
                    Reason.SLOT_UNKNOWN,
                    "%s is no slot of %s that has come".formatted(slot, message.getHeader("job")),
                    "GET /api/schedules has its cron and zone; a slot is exactly such a moment, in the past");
        }
    }

    /** Body: {@code until} and {@code reason} of a pause; they become headers. Refuses one that would be over already. */
    public void requireFuture(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        Instant until = instant(String.valueOf(body.get("until")));
        if (!until.isAfter(clock.instant())) {
            throw Refusal.of(
                    Reason.SCHEDULE_INVALID,
                    "until is %s, which is over; expected a moment to come".formatted(until),
                    "Send the moment at which the job is to fire again");
        }
        message.setHeader("until", until.toString());
        message.setHeader("reason", body.get("reason"));
    }

    /** The body: rows of {@code group-list.sql}. Refuses while the job is paused. */
    public void requireRunning(Exchange exchange) {
        if (groups(exchange).anyMatch(Group::paused)) {
            throw Refusal.of(
                    Reason.SCHEDULE_PAUSED,
                    "An operator has paused %s".formatted(exchange.getMessage().getHeader("job")),
                    "Nothing was run; GET /api/schedules says until when");
        }
    }

    private static Stream<Group> groups(Exchange exchange) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        return rows.stream().map(row -> Group.of((Map<?, ?>) row));
    }

    private void slots(Exchange exchange, Stream<Group.Slot> slots) throws JsonProcessingException {
        List<Group.Slot> all = slots.toList();
        exchange.getMessage().setHeader("slots", json.writeValueAsString(all));
        exchange.getMessage().setHeader("slotCount", all.size());
    }

    /** Sets the header {@code jobs}: all that can be said of them without the database. */
    public void describe(Exchange exchange) throws JsonProcessingException {
        List<Map<String, Object>> described =
                jobs.all().stream().map(this::described).toList();
        exchange.getMessage().setHeader("jobs", json.writeValueAsString(described));
    }

    private Map<String, Object> described(Job job) {
        Map<String, Object> all = plain(job);
        all.put("title", job.title());
        all.put("route", job.route());
        all.put("owner", job.owner());
        all.put("misfire", job.misfire().name().toLowerCase(Locale.ROOT));
        all.put("misfireWithinSeconds", job.within().toSeconds());
        all.put("attempts", job.attempts());
        all.put("endpoint", job.secrets().isEmpty() ? null : "/api/internal/" + job.name());
        all.put("endpointOpen", jobs.secrets().has(job.name()));
        all.put("next", NextFire.of(job.cron(), job.zone(), clock.instant()));
        return all;
    }

    private static Map<String, Object> plain(Job job) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("name", job.name());
        plain.put("scope", job.scope().name().toLowerCase(Locale.ROOT));
        plain.put("cron", job.cron().toString());
        plain.put("zone", job.zone().getId());
        plain.put("timeoutSeconds", job.timeout().toSeconds());
        return plain;
    }
}

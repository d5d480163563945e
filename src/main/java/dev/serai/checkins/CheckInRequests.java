package dev.serai.checkins;

import dev.serai.access.Caller;
import dev.serai.access.Role;
import dev.serai.access.ServiceKeys;
import dev.serai.http.RouteCaller;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Requests about check-ins: whose rows they may touch, and what they are refused for. */
public final class CheckInRequests {
    private static final String DEPARTMENTS = "GET /api/departments lists the org's departments";

    private final CheckInDefaults defaults;

    CheckInRequests(CheckInDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * Sets the headers {@code org}, of hub callers the one they name or null for all, {@code hub}, and {@code member}:
     * the caller where it may see nothing of other members, else null.
     */
    public void enter(Exchange exchange) {
        Message message = exchange.getMessage();
        Caller caller = exchange.getProperty(RouteCaller.CALLER, Caller.class);
        if (!caller.isHubCaller()) {
            // Without an org the statements would be about all of them.
            message.setHeader("org", requireOrg(caller.org()));
        }
        message.setHeader("hub", caller.isHubCaller());
        message.setHeader("member", seesAll(caller) ? null : caller.user());
        defaults.lay(exchange);
    }

    private static boolean seesAll(Caller caller) {
        return caller.isHubCaller()
                || caller.has(Role.ORG_ADMIN)
                || caller.issuer().equals(ServiceKeys.ISSUER);
    }

    /** As {@link #enter}, for what is of one org: hub callers must name it unless their token does. */
    public void enterOrg(Exchange exchange) {
        enter(exchange);
        Message message = exchange.getMessage();
        Caller caller = exchange.getProperty(RouteCaller.CALLER, Caller.class);
        String named = message.getHeader("org", String.class);
        String org = requireOrg(named == null ? caller.org() : named);
        message.setHeader("org", org);
        exchange.setProperty("orgId", org);
    }

    private static String requireOrg(@Nullable String org) {
        if (org == null) {
            throw Refusal.of(
                    Reason.ORG_UNNAMED,
                    "The token is of no org and the request names none",
                    "Name the org, as in ?org=acme");
        }
        return org;
    }

    /** Header {@code date}: a day, or null for today in UTC. */
    public void requireDate(Exchange exchange) {
        String date = exchange.getMessage().getHeader("date", String.class);
        try {
            if (date != null) {
                LocalDate.parse(date);
            }
        } catch (DateTimeException e) {
            throw Refusal.of(
                    Reason.REQUEST_INVALID,
                    "\"%s\" is no day".formatted(date),
                    "Give one like 2026-03-01",
                    List.of(new Finding("/query/date", "is no day of the calendar")));
        }
    }

    /** Body: {@code state}; becomes the header {@code wanted}. */
    public void settle(Exchange exchange) {
        lay(exchange, Map.of("state", "wanted"));
    }

    /** Body: {@code name}; becomes a header. */
    public void name(Exchange exchange) {
        lay(exchange, Map.of("name", "name"));
    }

    /** Body: {@code departmentId}, or null for none; becomes a header. */
    public void move(Exchange exchange) {
        lay(exchange, Map.of("departmentId", "departmentId"));
    }

    /** Body: all settings; become headers, {@code base} the version that the change is based on, or null. */
    public void choose(Exchange exchange) {
        Message message = exchange.getMessage();
        List<?> weekdays = (List<?>) message.getBody(Map.class).get("weekdays");
        String base = message.getHeader("If-Match", String.class);
        message.setHeader(
                "weekdays", weekdays.stream().map(String::valueOf).sorted().collect(Collectors.joining(",", "{", "}")));
        message.setHeader("base", base == null ? null : Long.valueOf(base.replace("\"", "")));
        lay(
                exchange,
                Map.of(
                        "enabled", "enabled",
                        "everyWeeks", "everyWeeks",
                        "departmentId", "departmentId",
                        "reminders", "reminders",
                        "expireDays", "expireDays"));
    }

    private static void lay(Exchange exchange, Map<String, String> headers) {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        headers.forEach((field, header) -> message.setHeader(header, body.get(field)));
        message.setBody(null);
    }

    /** Body: the row of {@code member-move.sql}. Names both the member and the department when neither is known. */
    public void requireMoved(Exchange exchange) {
        Map<?, ?> row = exchange.getMessage().getBody(Map.class);
        List<Finding> findings = new ArrayList<>();
        if (!isTrue(row, "known")) {
            findings.add(new Finding("/path/memberId", "is no member of the org"));
        }
        if (!isTrue(row, "there")) {
            findings.add(new Finding("/body/departmentId", "is no department of the org"));
        }
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    isTrue(row, "known") ? Reason.DEPARTMENT_UNKNOWN : Reason.MEMBER_UNKNOWN,
                    "The member %s cannot be moved; nothing was changed".formatted(header(exchange, "memberId")),
                    "GET /api/members lists the org's members, " + DEPARTMENTS,
                    findings);
        }
    }

    /** Body: the row of {@code department-delete.sql}. */
    public void requireFree(Exchange exchange) {
        Map<?, ?> row = exchange.getMessage().getBody(Map.class);
        List<Finding> findings = new ArrayList<>();
        if (!row.get("members").toString().equals("0")) {
            findings.add(new Finding("/path/departmentId", "%s members are in it".formatted(row.get("members"))));
        }
        if (isTrue(row, "chosen")) {
            findings.add(new Finding("/path/departmentId", "the check-in settings name it"));
        }
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.DEPARTMENT_USED,
                    "The department %s is in use; nothing was changed".formatted(row.get("name")),
                    "Move its members and change the check-in settings first",
                    findings);
        }
    }

    /** Body: the row of {@code settings-write.sql}. */
    public void requireFitting(Exchange exchange) {
        Map<?, ?> row = exchange.getMessage().getBody(Map.class);
        if (!isTrue(row, "there")) {
            throw Refusal.of(
                    Reason.DEPARTMENT_UNKNOWN,
                    "The org has no department %s; nothing was changed".formatted(header(exchange, "departmentId")),
                    DEPARTMENTS,
                    List.of(new Finding("/body/departmentId", "is no department of the org")));
        }
        if (!isTrue(row, "newest")) {
            throw Refusal.of(
                    Reason.SETTINGS_CHANGED,
                    "The settings are at version %s and the change is based on %s"
                            .formatted(row.get("version"), header(exchange, "base")),
                    "Read them again, then send the change with If-Match: \"%s\"".formatted(row.get("version")));
        }
    }

    public void refuseSession(Exchange exchange) {
        throw Refusal.of(
                Reason.SESSION_UNKNOWN,
                "Check-in session %s does not exist for you".formatted(header(exchange, "sessionId")),
                "List those that you may see with GET /api/sessions");
    }

    /** Body: the row of {@code session-settle.sql}. */
    public void refuseSettled(Exchange exchange) {
        Object state = exchange.getMessage().getBody(Map.class).get("state");
        throw Refusal.of(
                Reason.SESSION_SETTLED,
                "Check-in session %s is %s; it cannot become %s"
                        .formatted(header(exchange, "sessionId"), state, header(exchange, "wanted")),
                "Nothing; what is over stays as it is");
    }

    public void refuseDepartment(Exchange exchange) {
        throw Refusal.of(
                Reason.DEPARTMENT_UNKNOWN,
                "The org has no department %s".formatted(header(exchange, "departmentId")),
                DEPARTMENTS);
    }

    public void refuseTaken(Exchange exchange) {
        throw Refusal.of(
                Reason.DEPARTMENT_TAKEN,
                "The org has a department of the name %s".formatted(header(exchange, "name")),
                "Use that one, or another name");
    }

    private static boolean isTrue(Map<?, ?> row, String name) {
        return Boolean.TRUE.equals(row.get(name));
    }

    private static String header(Exchange exchange, String name) {
        return String.valueOf(exchange.getMessage().getHeader(name));
    }
}

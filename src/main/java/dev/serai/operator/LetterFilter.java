package dev.serai.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Which dead letters are meant, as the JSON object that the database function {@code dead_letters_matching} reads. */
public final class LetterFilter {
    private static final List<String> NAMES =
            List.of("org", "stage", "code", "causeClass", "fingerprint", "outcome", "since", "until", "q");

    private final ObjectMapper json;

    LetterFilter(ObjectMapper json) {
        this.json = json;
    }

    /** Sets the header {@code filter} from the query's parameters. */
    public void ofQuery(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<String, Object> filter = new TreeMap<>();
        for (String name : NAMES) {
            Object value = message.getHeader(name);
            if (value != null) {
                filter.put(name, value);
            }
        }
        requireTimes(filter, "/query/");
        message.setHeader("filter", json.writeValueAsString(filter));
    }

    /** Sets the header {@code filter} from a body with {@code filter} or {@code deadLetterIds}. */
    public void ofBody(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<?, ?> body = message.getBody(Map.class);
        Map<String, Object> filter = new TreeMap<>();
        if (body.get("filter") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> filter.put(String.valueOf(name), value));
        } else {
            filter.put("ids", body.get("deadLetterIds"));
        }
        requireTimes(filter, "/body/filter/");
        message.setHeader("filter", json.writeValueAsString(filter));
    }

    /** Refuses times of the query that no calendar has. */
    public void requireTimes(Exchange exchange) {
        Map<String, Object> times = new TreeMap<>();
        times.put("since", exchange.getMessage().getHeader("since"));
        times.put("until", exchange.getMessage().getHeader("until"));
        requireTimes(times, "/query/");
    }

    /** The contract knows their form only; the thirtieth of February has it too. */
    private static void requireTimes(Map<String, Object> filter, String place) {
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("since", "until")) {
            Object value = filter.get(name);
            if (value != null && !isTime(value)) {
                findings.add(new Finding(
                        place + name, "expected a time that exists, like 2026-11-21T09:30:00Z; got " + value));
            }
        }
        if (!findings.isEmpty()) {
            throw Refusal.of(
                    Reason.REQUEST_INVALID,
                    "The filter has %d impossible %s"
                            .formatted(findings.size(), findings.size() == 1 ? "time" : "times"),
                    "Correct what errors lists",
                    findings);
        }
    }

    private static boolean isTime(@Nullable Object value) {
        try {
            OffsetDateTime.parse(String.valueOf(value));
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}

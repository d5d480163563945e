package dev.serai.pipeline;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that an operator means, by id or by filter, and what became of each. */
public final class JobSelection {
    private static final Logger log = LoggerFactory.getLogger(JobSelection.class);
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MOST = 1_000;
    private static final Map<String, String> FILTERS = new TreeMap<>(Map.of(
            "orgId", "filterOrg",
            "stage", "filterStage",
            "state", "filterState",
            "errorCode", "filterCode",
            "documentId", "filterDocument",
            "worker", "filterWorker"));
    private static final Set<String> WAYS = Set.of("jobId", "jobIds", "filter");

    /** Reads a body that is a retry request. */
    public void read(Exchange exchange) {
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        take(exchange, JobOperation.RETRY, body);
    }

    /** Sets {@code jobIds}, or the filter's headers when the jobs are to be looked up; refuses all mistakes at once. */
    void take(Exchange exchange, JobOperation operation, Map<?, ?> args) {
        List<Finding> mistakes = new ArrayList<>();
        Message message = exchange.getMessage();
        List<String> ids = ids(args, mistakes);
        Map<String, String> filter = filter(args, mistakes);
        priority(args, operation, mistakes);
        ways(args, mistakes);
        if (!mistakes.isEmpty()) {
            throw Refusal.of(
                    Reason.REQUEST_INVALID,
                    "The selection of jobs has %d %s"
                            .formatted(mistakes.size(), mistakes.size() == 1 ? "mistake" : "mistakes"),
                    "Name jobId, jobIds or filter; see docs/operations.md",
                    mistakes);
        }
        FILTERS.forEach((name, header) -> message.setHeader(header, filter.get(name)));
        message.setHeader("operation", operation.word());
        message.setHeader("states", String.join(",", operation.states()));
        message.setHeader("byFilter", args.containsKey("filter"));
        message.setHeader("jobIds", String.join(",", ids));
        message.setHeader("priority", args.get("priority"));
        message.setHeader("reviveStage", null);
        message.setHeader("actor", Pauses.actor(exchange));
        message.setBody(null);
    }

    /** Body: the row of {@code job-matching.sql}. */
    public void matched(Exchange exchange) {
        Map<?, ?> row = rows(exchange).getFirst();
        exchange.getMessage().setHeader("jobIds", row.get("jobIds"));
        exchange.getMessage().setHeader("more", ((Number) row.get("matched")).intValue() >= MOST);
        exchange.getMessage().setBody(null);
    }

    /** Body: rows with the ids of the jobs that were changed. */
    public void changed(Exchange exchange) {
        exchange.setProperty(
                "changedJobs",
                rows(exchange).stream()
                        .map(row -> String.valueOf(row.get("id")))
                        .collect(Collectors.joining(",")));
        exchange.getMessage().setBody(null);
    }

    /** Body: rows of {@code job-states.sql}. The answer counts what was done and says why the rest was not. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        JobOperation operation = JobOperation.of(message.getHeader("operation", String.class));
        Set<String> changed = new LinkedHashSet<>(split(exchange.getProperty("changedJobs", String.class)));
        Map<String, Map<?, ?>> found = new LinkedHashMap<>();
        rows(exchange).forEach(row -> found.put(String.valueOf(row.get("id")), row));
        List<String> wanted = split(message.getHeader("jobIds", String.class));
        boolean byFilter = message.getHeader("byFilter", false, Boolean.class);
        if (!byFilter && wanted.size() == 1 && found.isEmpty()) {
            throw Refusal.of(
                    Reason.JOB_UNKNOWN,
                    "Job %s does not exist".formatted(wanted.getFirst()),
                    "GET /api/admin/pipeline lists the jobs");
        }
        List<Map<String, String>> skipped = wanted.stream()
                .filter(id -> !changed.contains(id))
                .map(id -> Map.of("id", id, "why", operation.why(found.get(id))))
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(operation == JobOperation.RETRY ? "retried" : "changed", changed.size());
        answer.put("jobIds", changed);
        answer.put("skipped", skipped);
        answer.put("more", message.getHeader("more", false, Boolean.class));
        log.atInfo()
                .addKeyValue("operation", operation.word())
                .addKeyValue("changed", changed.size())
                .addKeyValue("skipped", skipped.size())
                .addKeyValue("actor", message.getHeader("actor"))
                .log("operator changed jobs");
        message.setBody(answer);
    }

    private static List<Map<?, ?>> rows(Exchange exchange) {
        List<Map<?, ?>> rows = new ArrayList<>();
        for (Object row : exchange.getMessage().getBody(List.class)) {
            rows.add((Map<?, ?>) row);
        }
        return rows;
    }

    private static List<String> split(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }

    private static List<String> ids(Map<?, ?> args, List<Finding> mistakes) {
        Set<String> ids = new LinkedHashSet<>();
        Object many = args.get("jobIds");
        if (many instanceof List<?> list && !list.isEmpty() && list.size() <= MOST) {
            for (int i = 0; i < list.size(); i++) {
                id(list.get(i), "/body/jobIds/" + i, ids, mistakes);
            }
        } else if (args.containsKey("jobIds")) {
            mistakes.add(new Finding("/body/jobIds", "must be a list of 1 to %d job ids".formatted(MOST)));
        }
        if (args.containsKey("jobId")) {
            id(args.get("jobId"), "/body/jobId", ids, mistakes);
        }
        return List.copyOf(ids);
    }

    private static void id(@Nullable Object value, String at, Set<String> ids, List<Finding> mistakes) {
        if (value instanceof String id && UUID_FORM.matcher(id).matches()) {
            ids.add(id.toLowerCase(java.util.Locale.ROOT));
        } else {
            mistakes.add(new Finding(at, "must be a job id (UUID); got " + value));
        }
    }

    private static Map<String, String> filter(Map<?, ?> args, List<Finding> mistakes) {
        Map<String, String> filter = new TreeMap<>();
        if (!args.containsKey("filter")) {
            return filter;
        }
        if (!(args.get("filter") instanceof Map<?, ?> given)) {
            mistakes.add(new Finding("/body/filter", "must be an object"));
            return filter;
        }
        given.forEach((name, value) -> {
            if (!FILTERS.containsKey(name) || !(value instanceof String text) || text.isEmpty()) {
                mistakes.add(new Finding(
                        "/body/filter/" + name,
                        "must be one of %s with a text; got %s".formatted(FILTERS.keySet(), value)));
            } else if (name.equals("documentId") && !UUID_FORM.matcher(text).matches()) {
                mistakes.add(new Finding("/body/filter/documentId", "must be a UUID; got " + text));
            } else {
                filter.put(String.valueOf(name), text);
            }
        });
        return filter;
    }

    private static void priority(Map<?, ?> args, JobOperation operation, List<Finding> mistakes) {
        Object priority = args.get("priority");
        boolean missing = priority == null && operation == JobOperation.REPRIORITISE;
        if (missing || (priority != null && !(priority instanceof Integer i && i >= -9 && i <= 9))) {
            mistakes.add(new Finding("/body/priority", "must be an integer from -9 to 9; got " + priority));
        }
    }

    private static void ways(Map<?, ?> args, List<Finding> mistakes) {
        if (args.keySet().stream().filter(WAYS::contains).count() != 1) {
            mistakes.add(new Finding("/body", "must name jobs by exactly one of jobId, jobIds and filter"));
        }
        args.keySet().stream()
                .filter(name -> !WAYS.contains(name) && !"priority".equals(name))
                .forEach(name -> mistakes.add(new Finding("/body/" + name, "is not known here")));
    }
}

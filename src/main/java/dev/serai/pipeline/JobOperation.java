package dev.serai.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operator can do with jobs, in which states it means something, and why it does not in others. */
enum JobOperation {
    RETRY("dead-lettered,failed"),
    HOLD("waiting"),
    RELEASE("held"),
    REPRIORITISE("waiting,active,held"),
    EXPIRE_LEASES("active");

    private final String states;

    JobOperation(String states) {
        this.states = states;
    }

    /** The states that a job must be in. */
    List<String> states() {
        return List.of(states.split(",", -1));
    }

    /** As the API names it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static JobOperation of(String word) {
        return Arrays.stream(values())
                .filter(o -> o.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word));
    }

    /** Why nothing was done with a job. Takes its row of {@code job-states.sql}, or nothing when there is none. */
    String why(@Nullable Map<?, ?> job) {
        if (job == null) {
            return "there is no such job";
        }
        String state = String.valueOf(job.get("state"));
        if (!states().contains(state)) {
            return described(state, job);
        }
        if (job.get("openJob") != null) {
            return "job %s is open on the same document".formatted(job.get("openJob"));
        }
        return Boolean.TRUE.equals(job.get("over"))
                ? "a newer version of the document has taken its place"
                : "it changed in the meantime; try again";
    }

    private String described(String state, Map<?, ?> job) {
        String at = switch (state) {
            case "active" -> "it is active at %s on %s".formatted(job.get("stage"), job.get("worker"));
            case "held" -> "it is held; release it";
            case "completed" -> "it is completed; reprocess the document instead";
            default -> "it is %s at %s".formatted(state, job.get("stage"));
        };
        return "%s; %s takes jobs that are %s".formatted(at, word(), String.join(" or ", states()));
    }
}

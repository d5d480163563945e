package dev.serai.schedules;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import dev.serai.servers.StartupException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All configured jobs. Read at start; every mistake in their settings and secrets is named at once. */
final class Jobs {
    private static final String LINE = "%n- ";

    private final Map<String, Job> jobs = new TreeMap<>();
    private final Secrets secrets;

    private Jobs(Secrets secrets) {
        this.secrets = secrets;
    }

    /** @throws StartupException that names every mistake */
    static Jobs of(ScheduleSettings settings, UnaryOperator<@Nullable String> environment) {
        List<String> problems = new ArrayList<>();
        Jobs all = new Jobs(new Secrets(environment, problems));
        Map<String, String> names = new TreeMap<>();
        settings.jobs().forEach((name, job) -> {
            // Variables such as SERAI_SCHEDULES_JOBS_CHECKINS_CRON cannot tell them apart.
            String same = names.putIfAbsent(name.replace("-", ""), name);
            if (same != null) {
                problems.add("%s: there is already a job %s".formatted(name, same));
            }
            Job read = new JobReader(name, settings.seconds(), problems).read(job);
            if (read != null) {
                all.jobs.put(name, read);
                all.secrets.add(read);
            }
        });
        if (!problems.isEmpty()) {
            throw mistakes("config/schedules.yaml or its secrets", problems);
        }
        all.secrets.sealed();
        return all;
    }

    static StartupException mistakes(String where, List<String> problems) {
        return new StartupException(
                "SERAI-SCHED-020",
                "%d %s in %s:".formatted(problems.size(), problems.size() == 1 ? "mistake" : "mistakes", where)
                        + LINE.formatted()
                        + String.join(LINE.formatted(), problems));
    }

    Collection<Job> all() {
        return jobs.values();
    }

    /** The job, or a refusal. */
    Job named(@Nullable String name) {
        Job job = name == null ? null : jobs.get(name);
        if (job == null) {
            throw Refusal.of(
                    Reason.SCHEDULE_UNKNOWN,
                    "There is no job %s".formatted(name),
                    "The jobs are: " + String.join(", ", jobs.keySet()));
        }
        return job;
    }

    Secrets secrets() {
        return secrets;
    }
}

package dev.serai.schedules;

import java.util.List;
import java.util.function.Predicate;

/** Looks at start whether every job has its route. */
final class JobRoutes {
    private final Jobs jobs;
    private final Predicate<String> exists;

    /** @param exists whether a {@code direct:} name has a route */
    JobRoutes(Jobs jobs, Predicate<String> exists) {
        this.jobs = jobs;
        this.exists = exists;
    }

    /** Names every job without. */
    void require() {
        List<String> problems = jobs.all().stream()
                .filter(job -> !exists.test(job.route()))
                .map(job -> "%s: route is %s, and no route begins with direct:%s"
                        .formatted(job.name(), job.route(), job.route()))
                .toList();
        if (!problems.isEmpty()) {
            throw Jobs.mistakes("config/schedules.yaml", problems);
        }
    }
}

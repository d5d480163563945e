package dev.serai.faults;

import dev.serai.faults.Drill.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a drill says of itself, as Markdown. */
record Report(Outcome outcome) {
    private static final int SHOWN = 50;

    String markdown() throws IOException {
        StringBuilder text = new StringBuilder();
        Plan plan = outcome.plan();
        Findings found = outcome.findings();
        text.append("# Proofs\n\nWritten by the fault drill (`ops/drills/faults.sh`); do not edit. ")
                .append("The short form is `FaultsTest`.\n\n");
        text.append(
                "Run with `ops/drills/faults.sh seed=%d faults=%d documents=%d outage=%d lease=%d searches=%d`%s.%n%n"
                        .formatted(
                                plan.seed(),
                                plan.faults(),
                                plan.documents(),
                                plan.outage().toSeconds(),
                                plan.lease(),
                                plan.searches(),
                                plan.realModel() ? ", with the hub's own embedding model" : ""));
        text.append(method());
        text.append("\n## Outcome\n\n| What | Count | Must be |\n|---|---:|---:|\n");
        row(
                text,
                "Lost: acknowledged, and neither there nor in the dead letters",
                found.lost().size(),
                "0");
        row(
                text,
                "Phantom: there, and nobody asked for it or it was refused",
                found.phantoms().size(),
                "0");
        row(text, "Double: an effect that happened twice", found.doubles().size(), "0");
        row(text, "Faults that happened", outcome.happened(), "–");
        row(text, "… of them kill -9 of the whole hub", outcome.wholeKills(), "–");
        row(text, "Documents sent", outcome.acked() + outcome.refused() + outcome.unknown(), "–");
        row(text, "… acknowledged", outcome.acked(), "–");
        row(text, "… refused", outcome.refused(), "–");
        row(text, "… unknown to their sender", outcome.unknown(), "–");
        row(text, "Requests made for them, repeats included", outcome.requests(), "–");
        row(text, "Documents there", found.documents(), "–");
        row(text, "Objects in the file store", found.objects(), "as many");
        row(text, "… orphans of uploads cut down, removed by the sweep before counting", found.orphans(), "–");
        row(text, "Documents searched for, each found once", found.searched(), "–");
        row(text, "Dead letters", found.deadLetters(), "–");
        row(text, "Stages ended", found.stages(), "–");
        row(text, "Attempts at them", found.claims(), "–");
        row(text, "… whose lease ran out", found.expired(), "–");
        row(text, "… that failed and were tried again", found.retried(), "–");
        row(text, "… that a node took for a defect of its own", outcome.defects(), "0");
        text.append(
                "\n%.0f s in all, %.1f documents/s with the faults among them; drained %.1f s after the last upload.%n"
                        .formatted(outcome.seconds(), outcome.acked() / outcome.seconds(), outcome.drain()));
        text.append("Machine: ").append(machine()).append(".\n");
        faults(text);
        violations(text);
        return text.toString();
    }

    private String method() {
        return """
                Six clients upload files of one unique line each, to five orgs, and note for each whether it was \
                acknowledged, refused, or left in doubt (no answer, or an answer that says so). Nine of ten repeat until \
                they are told that the document is there, and none begins another while 300 wait. Meanwhile faults happen one after the other, chosen by the seed. \
                Boundaries are steps of the routes: the drill runs the project's route files with a halting point at each \
                of %d boundaries, and kills or freezes the process that stands there. First one node alone, then two. A \
                frozen node wakes when another has taken its job over. The servers run in the drill's process, on ports \
                that stay theirs; PostgreSQL and the file store have a small file system in memory each, so that it can be \
                filled. At the end everything is up again, the queue is empty, and the tables, the objects and the search \
                are compared with the clients' notes. %s
                """.formatted(
                        Points.names().size(),
                        outcome.plan().realModel()
                                ? ""
                                : "Vectors come from a service of the drill that costs nothing, as a model would only slow"
                                        + " the queue down.");
    }

    private void faults(StringBuilder text) {
        text.append("\n## Faults\n\nRecovery: for a node, from the kill until its job was claimed again, by the other")
                .append(
                        " node or by a new process; for a frozen node, until another had its job; for a server, from its")
                .append(" return until a job was completed.\n\n| Fault | Times | Recovery, median s | Longest s |"
                        + " Of it start, median s |\n|---|---:|---:|---:|---:|\n");
        Map<String, List<Struck>> kinds = outcome.struck().stream()
                .filter(Struck::happened)
                .collect(Collectors.groupingBy(s -> s.fault().kind(), TreeMap::new, Collectors.toList()));
        kinds.forEach((kind, struck) -> {
            List<Double> times = struck.stream().map(Struck::recovery).sorted().toList();
            List<Double> starts = struck.stream().map(Struck::start).sorted().toList();
            text.append("| %s | %d | %.1f | %.1f | %.1f |%n"
                    .formatted(
                            kind,
                            struck.size(),
                            times.get(times.size() / 2),
                            times.getLast(),
                            starts.get(starts.size() / 2)));
        });
        outcome.struck().stream()
                .filter(s -> !s.happened())
                .map(s -> "\nDid not happen: %s (%s).".formatted(s.fault(), s.skipped()))
                .forEach(text::append);
        text.append('\n');
    }

    private void violations(StringBuilder text) {
        List<String> all = outcome.findings().all();
        if (!all.isEmpty()) {
            text.append("\n## What went wrong\n\n");
            all.stream()
                    .limit(SHOWN)
                    .forEach(line -> text.append("- ").append(line).append('\n'));
        }
    }

    private static void row(StringBuilder text, String what, long count, String goal) {
        text.append("| %s | %d | %s |%n".formatted(what, count, goal));
    }

    private static String machine() throws IOException {
        long memory = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        return "%d cores, %d GB of memory, load average %.1f at the end (more than cores: others were at work), Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(memory / 1048576.0),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Runtime.version());
    }
}

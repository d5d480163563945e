package dev.serai.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Runs one measuring program by its name and prints its figures as rows of a Markdown table. */
public final class Bench {
    private Bench() {}

    /**
     * {@code start | memory | upload | overhead | queue | vectors | large-org | embedding | embed-texts | cranfield | demo-set | lint |
     * route-edits | webhooks | webhook-drill | mail}, then its {@code name=value} options. */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        String name = args.length == 0 ? "" : args[0];
        Options options = Options.of(List.of(args).subList(Math.min(1, args.length), args.length));
        System.out.println("Machine: " + machine());
        switch (name) {
            case "start" -> StartBench.run(options.number("runs", 5));
            case "memory" -> StartBench.run(1);
            case "upload" -> UploadBench.run(options);
            case "overhead" -> OverheadBench.run(options);
            case "queue" -> QueueBench.run(options);
            case "vectors" -> VectorBench.run(options);
            case "large-org" -> LargeOrgBench.run(options);
            case "embedding" -> EmbeddingBench.run(options);
            case "embed-texts" -> TextVectors.run(options);
            case "cranfield" -> CranfieldSet.run(options);
            case "demo-set" -> DemoSet.run(options);
            case "lint" -> LintBench.run(options);
            case "route-edits" -> RouteEditBench.run(options);
            case "webhooks" -> WebhookBench.run(options);
            case "webhook-drill" -> WebhookBench.drill(options);
            case "mail" -> MailBench.run(options);
            default ->
                throw new IllegalArgumentException(
                        "bench is \"%s\", expected start, memory, upload, overhead, queue, vectors, large-org, embedding, embed-texts, cranfield, demo-set, lint, route-edits, webhooks, webhook-drill or mail: -Dbench=upload"
                                .formatted(name));
        }
        System.exit(0); // clients keep threads
    }

    /** Cores, memory, load of the last minute, Java; nothing that names the machine. */
    private static String machine() throws IOException {
        long memory = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return "%d cores, %d GB of memory, load average %.1f before the run, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(memory / 1048576.0),
                        load,
                        Runtime.version());
    }
}

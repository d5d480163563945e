package dev.serai.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A {@link Load} in a process of its own, as senders are: its garbage is not the hub's. */
final class LoadProcess {
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private final Process process;

    private LoadProcess(Process process) {
        this.process = process;
    }

    /**
     * What came back.
     *
     * @param statuses how many answers of each status, as text
     * @param good answers 200
     * @param rate answers a second
     * @param course the 99th percentile of each sixth of the time
     */
    record Result(String statuses, int good, double p50, double p99, double max, double rate, String course) {
        /** Milliseconds. */
        String times() {
            return "%.1f, %.1f, %.1f".formatted(p50, p99, max);
        }
    }

    /** @param rate requests a second; 0: as fast as answers come */
    static LoadProcess start(
            String address, int connections, Traffic traffic, String series, int rate, Duration duration) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(LoadProcess.class.getName());
        command.addAll(List.of(
                address,
                Integer.toString(connections),
                traffic.name(),
                series,
                Integer.toString(rate),
                Long.toString(duration.toMillis())));
        try {
            return new LoadProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. */
    Result result() {
        try {
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String[] parts = line.split(";", -1);
            return new Result(
                    parts[0],
                    Integer.parseInt(parts[1]),
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]),
                    Double.parseDouble(parts[4]),
                    Double.parseDouble(parts[5]),
                    parts[6]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code address connections traffic series rate milliseconds}; prints one line. */
    public static void main(String[] args) {
        int connections = Integer.parseInt(args[1]);
        Traffic traffic = Traffic.valueOf(args[2]);
        int rate = Integer.parseInt(args[4]);
        Duration duration = Duration.ofMillis(Long.parseLong(args[5]));
        // The client's own code becomes quick on requests that are refused and leave nothing behind.
        new Load(args[0], connections, Traffic.FORGED.requests("warm")).steady(1000, WARM_UP);
        Load load = new Load(args[0], connections, traffic.requests(args[3]));
        Load done = rate == 0 ? load.flat(duration) : load.steady(rate, duration);
        System.out.println(String.join(
                ";",
                done.statuses().toString(),
                Integer.toString(done.count(200)),
                Double.toString(done.percentile(.5)),
                Double.toString(done.percentile(.99)),
                Double.toString(done.percentile(1)),
                Double.toString(done.rate()),
                course(done, duration.toMillis() / 6000.0)));
    }

    private static String course(Load load, double sixth) {
        return IntStream.range(0, 6)
                .mapToObj(n -> "%.0f".formatted(load.percentile(.99, n * sixth, (n + 1) * sixth)))
                .collect(Collectors.joining(" "));
    }
}

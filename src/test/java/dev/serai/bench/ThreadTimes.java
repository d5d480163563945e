package dev.serai.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** CPU seconds of this JVM's live Java threads by name, numbers left out; compilers and collectors are not among them. */
record ThreadTimes(Map<String, Double> seconds) {
    static ThreadTimes now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new ThreadTimes(Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null)
                .collect(Collectors.groupingBy(
                        thread -> thread.getThreadName().replaceAll("\\d+", "#"),
                        TreeMap::new,
                        Collectors.summingDouble(thread -> threads.getThreadCpuTime(thread.getThreadId()) / 1e9))));
    }

    /** The names that used most since then. */
    String since(ThreadTimes before) {
        return seconds.entrySet().stream()
                .map(e -> Map.entry(e.getKey(), e.getValue() - before.seconds.getOrDefault(e.getKey(), 0.0)))
                .filter(e -> e.getValue() >= 0.05)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(14)
                .map(e -> "  %.2f %s".formatted(e.getValue(), e.getKey()))
                .collect(Collectors.joining("\n"));
    }
}

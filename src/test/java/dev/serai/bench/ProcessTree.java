package dev.serai.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A hub's processes as the kernel counts them: its own, its children, and the servers that left its tree. */
record ProcessTree(long root, Path data) {
    /** Ticks of /proc in a second; 100 on every Linux that runs Java. */
    private static final double TICKS = 100;

    /** User and system time, also of children that ended and were waited for. */
    double cpuSeconds() {
        return processes().mapToDouble(ProcessTree::cpuSeconds).sum();
    }

    /** Of the root alone. */
    double rootSeconds() {
        return cpuSeconds(root);
    }

    private Stream<Long> processes() {
        Set<Long> all = new LinkedHashSet<>();
        Stream.concat(Stream.of(root), servers()).forEach(top -> {
            all.add(top);
            ProcessHandle.of(top).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid)
                    .forEach(all::add);
        });
        return all.stream();
    }

    /** Daemons have init for a parent; their files say which they are. */
    private Stream<Long> servers() {
        return Stream.of("postgres/postmaster.pid", "redis/redis.pid")
                .map(data::resolve)
                .filter(Files::exists)
                .map(file -> Long.valueOf(lines(file).getFirst().strip()));
    }

    private static double cpuSeconds(long pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String line = lines(stat).getFirst();
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = 0;
        for (int i = 11; i <= 14; i++) { // utime, stime, cutime, cstime
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS;
    }

    /** Megabytes of a line of smaps_rollup, such as {@code Rss}. */
    static double megabytes(long pid, String field) {
        return lines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .sum();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.serai.bench;

import dev.serai.routes.DefinedBeans;
import dev.serai.routes.RouteFacts;
import dev.serai.routes.RouteLint;
import dev.serai.routes.RouteReport;
import dev.serai.servers.ServerProperties;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;

/** How long the check of the whole routes folder takes: the first time in a process, and once warm. */
final class LintBench {
    private static final double MILLIS = 1e6;
    /** Where the files are, and what the hub derives from its roles. */
    private static final Map<String, Object> SETTINGS = Map.of(
            "spring.config.location", "file:config/",
            "serai.role.api", "true",
            "serai.role.worker", "true",
            "serai.role.scheduler", "true");

    private LintBench() {}

    /** {@code warm=50 runs=200}. */
    static void run(Options options) {
        RouteFacts facts = facts();
        Path folder = Path.of("routes");
        long begin = System.nanoTime();
        RouteReport report = RouteLint.check(folder, facts);
        double first = (System.nanoTime() - begin) / MILLIS;
        for (int i = options.number("warm", 50); i > 0; i--) {
            RouteLint.check(folder, facts);
        }
        double[] times = new double[options.number("runs", 200)];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            RouteLint.check(folder, facts);
            times[i] = (System.nanoTime() - start) / MILLIS;
        }
        Arrays.sort(times);
        System.out.println("| files | routes | findings | first ms | warm median ms | p99 ms |");
        System.out.println("|---|---|---|---|---|---|");
        System.out.printf(
                "| %d | %d | %d | %.0f | %.1f | %.1f |%n",
                report.files(),
                report.routes(),
                report.findings().size(),
                first,
                times[times.length / 2],
                times[times.length * 99 / 100]);
    }

    private static RouteFacts facts() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("bench", SETTINGS));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        Map<String, Object> servers = new TreeMap<>(ServerProperties.standIns());
        environment.getPropertySources().addLast(new MapPropertySource("servers", servers));
        Class<?> hub = ClassUtils.resolveClassName("dev.serai.HubApplication", null);
        return RouteFacts.of(environment, DefinedBeans.definitions(hub, environment));
    }
}

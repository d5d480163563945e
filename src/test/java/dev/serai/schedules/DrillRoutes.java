package dev.serai.schedules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** The hub's own routes and jobs, with others whose effects can be counted. */
public final class DrillRoutes {
    private static final String EFFECT = """
            - route:
                id: drill-effect
                group: drill
                description: Writes what nothing keeps from being written twice
                routeConfigurationId: called-route
                from:
                  uri: direct
                  parameters:
                    name: drill-effect
                  steps:
                    - to:
                        id: drill-effect-write
                        uri: sql
                        parameters:
                          query: classpath:schedules/effect.sql
                          dataSource: "#systemDataSource"
                    - setHeader:
                        id: drill-effect-created
                        name: created
                        expression:
                          constant:
                            expression: "1"

            - route:
                id: drill-slow
                group: drill
                description: Takes longer than it may
                routeConfigurationId: called-route
                from:
                  uri: direct
                  parameters:
                    name: drill-slow
                  steps:
                    - to:
                        id: drill-slow-wait
                        uri: sql
                        parameters:
                          query: classpath:schedules/slow.sql
                          dataSource: "#systemDataSource"

            - route:
                id: drill-long
                group: drill
                description: Takes longer than it may in steps that each do not
                routeConfigurationId: called-route
                from:
                  uri: direct
                  parameters:
                    name: drill-long
                  steps:
                    - loop:
                        id: drill-long-twice
                        expression:
                          constant:
                            expression: "2"
                        steps:
                          - to:
                              id: drill-long-wait
                              uri: sql
                              parameters:
                                query: classpath:schedules/pause.sql
                                dataSource: "#systemDataSource"
            """;

    /** The table that the effects are counted in. */
    public static final String TABLE =
            "create table schedule_drill (job text not null, org text not null, slot timestamptz not null, node text)";

    private DrillRoutes() {}

    /** The variables of a hub that runs them; {@code folder} gets the routes. */
    public static Map<String, String> settings(Path folder) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("routes"), folder);
        Files.createDirectories(folder.resolve("drill"));
        Files.writeString(folder.resolve("drill/effect.camel.yaml"), EFFECT);
        Map<String, String> settings = new HashMap<>();
        settings.put("SERAI_ROUTES", folder.toString());
        settings.put("SERAI_ROUTES_INSPECT_FIRST", "false");
        settings.put("SERAI_SCHEDULES_SECONDS", "true");
        settings.put("SERAI_SCHEDULES_TICK", "* * * * * ?");
        settings.put("SERAI_SCHEDULES_POLL", "100");
        return settings;
    }

    /** A job more, by its settings such as {@code CRON} and {@code SCOPE}. */
    static void add(Map<String, String> settings, String name, Map<String, String> job) {
        Map<String, String> all = new HashMap<>(Map.of("ROUTE", "drill-effect", "OWNER", "drill"));
        all.putAll(job);
        all.forEach((key, value) -> settings.put(
                "SERAI_SCHEDULES_JOBS_%s_%s".formatted(name.toUpperCase(java.util.Locale.ROOT), key), value));
    }
}

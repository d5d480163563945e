package dev.serai.faults;

import dev.serai.documents.StoredObjects;
import dev.serai.servers.FixedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The whole of it: start, faults under load, heal, drain, compare. */
final class Drill {
    private static final long DRAIN_SECONDS = 7200;

    private final Plan plan;
    private final List<Struck> struck = new ArrayList<>();
    private final long begun = System.nanoTime();

    private Drill(Plan plan) {
        this.plan = plan;
    }

    /** Everything that a report wants to say. */
    record Outcome(
            Plan plan,
            List<Struck> struck,
            Findings findings,
            long acked,
            long refused,
            long unknown,
            long requests,
            double seconds,
            double drain,
            long defects) {

        long happened() {
            return struck.stream().filter(Struck::happened).count();
        }

        long wholeKills() {
            return struck.stream()
                    .filter(s -> s.happened() && s.fault() instanceof Fault.KillWhole)
                    .count();
        }
    }

    static Outcome run(Plan plan) throws Exception {
        return new Drill(plan).run();
    }

    private Outcome run() throws Exception {
        // A broker whose disk is full ends its process; here that is the harness.
        Exit.setHaltProcedure((status, message) -> {
            throw new IllegalStateException("Kafka gave up: " + message);
        });
        Map<String, Disk> disks = disks();
        try (FixedServers servers = FixedServers.start(plan.work().resolve("servers"));
                Embedder embedder = new Embedder()) {
            Points.copy(plan.routes(), plan.work().resolve("routes"));
            Map<String, String> settings = settings(servers, embedder);
            List<Node> nodes =
                    List.of(new Node("node-1", plan.work(), settings), new Node("node-2", plan.work(), settings));
            try {
                return run(servers, nodes, disks);
            } finally {
                for (Node node : nodes) {
                    node.kill();
                }
            }
        } finally {
            for (Disk disk : disks.values()) {
                disk.unmount();
            }
        }
    }

    private Map<String, Disk> disks() throws IOException, InterruptedException {
        Map<String, Disk> disks = new HashMap<>();
        for (String server : List.of("postgres", "s3")) {
            int megabytes = 1024 + plan.documents() / 25;
            Disk.mount(plan.work().resolve("servers").resolve(server), megabytes)
                    .ifPresent(disk -> disks.put(server, disk));
        }
        return disks;
    }

    private Map<String, String> settings(FixedServers servers, Embedder embedder) {
        Map<String, String> settings = new HashMap<>(servers.variables());
        settings.put("SERAI_FAULTS", plan.work().toString());
        settings.put("SERAI_ROUTES", plan.work().resolve("routes").toString());
        settings.put("SERAI_ROUTES_INSPECT_FIRST", "false"); // its points are steps that no operator may write
        settings.put("SERAI_PIPELINE_LEASE_SECONDS", Integer.toString(plan.lease()));
        settings.put("SERAI_PIPELINE_LEASE_RENEWAL", Integer.toString(plan.lease() * 1000 / 3));
        settings.put("SERAI_PIPELINE_EXPIRY_DELAY", "500");
        settings.put("SERAI_PIPELINE_LOST_SECONDS", Integer.toString(2 * plan.lease()));
        settings.put("SERAI_RATE_REQUESTS_PER_MINUTE", "1000000");
        if (!plan.realModel()) {
            settings.put("SERAI_EMBEDDING_PROVIDER", "remote");
            settings.put("SERAI_EMBEDDING_URL", embedder.url());
        }
        return settings;
    }

    private Outcome run(FixedServers servers, List<Node> nodes, Map<String, Disk> disks) throws Exception {
        Rows rows = Rows.of(servers.properties());
        @Nullable WrongTime wrongTime = WrongTime.make(plan.work()).orElse(null);
        Schedule schedule = Schedule.of(plan.seed(), plan.faults(), plan.outage());
        nodes.getFirst().start(Map.of());
        long begin = System.nanoTime();
        try (Ledger ledger = new Ledger(plan.work().resolve("clients.tsv"));
                Clients clients = new Clients(ledger, nodes, rows, plan.seed())) {
            Deeds deeds = new Deeds(plan.work(), servers, nodes, rows, disks, wrongTime, clients::idle, plan.seed());
            strike(deeds, schedule.alone(), clients);
            nodes.getLast().start(Map.of());
            strike(deeds, schedule.together(), clients);
            clients.allow(plan.documents());
            await(() -> clients.idle() || over());
            clients.allow(clients.begun());
            await(clients::idle);
            long sent = System.nanoTime();
            await(() -> rows.open() == 0);
            double drain = (System.nanoTime() - sent) / 1e9;
            double seconds = (System.nanoTime() - begin) / 1e9;
            say("drained in %.1f s, comparing".formatted(drain));
            Findings findings = new Comparison(rows, ledger.entries(), plan.seed())
                    .run(StoredObjects.of(servers.properties()), nodes.getFirst(), plan.searches(), plan.work());
            return new Outcome(
                    plan,
                    List.copyOf(struck),
                    findings,
                    ledger.count(Ledger.End.ACKED),
                    ledger.count(Ledger.End.REFUSED),
                    ledger.count(Ledger.End.UNKNOWN),
                    ledger.entries().values().stream()
                            .mapToLong(Ledger.Entry::requests)
                            .sum(),
                    seconds,
                    drain,
                    defects());
        }
    }

    /** Each fault opens the next share of the documents, so that all of them happen under load. */
    private void strike(Deeds deeds, List<Fault> faults, Clients clients) throws Exception {
        for (Fault fault : faults) {
            if (over()) {
                say("time is up: " + fault + " and what follows is left out");
                return;
            }
            clients.allow(Math.toIntExact((struck.size() + 1L) * plan.documents() / plan.faults()));
            Struck result = deeds.strike(fault);
            struck.add(result);
            say("%d/%d %s: %s, %d documents begun"
                    .formatted(
                            struck.size(),
                            plan.faults(),
                            fault,
                            result.happened() ? "%.1f s".formatted(result.recovery()) : result.skipped(),
                            clients.begun()));
        }
    }

    /** Attempts that a node blamed on itself: an outage is nobody's defect. */
    private long defects() throws IOException {
        long defects = 0;
        for (String node : List.of("node-1.log", "node-2.log")) {
            try (Stream<String> lines = Files.lines(plan.work().resolve(node))) {
                defects += lines.filter(line -> line.contains("SERAI-JOB-001")).count();
            }
        }
        return defects;
    }

    private boolean over() {
        return System.nanoTime() - begun > plan.limit().toNanos();
    }

    private static void say(String line) {
        System.out.println("faults: " + line);
        System.out.flush();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not drained within %d s".formatted(DRAIN_SECONDS));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Everything of a run lies below it. */
    static Path emptied(Path folder) throws IOException, InterruptedException {
        Disk.unmountBelow(folder);
        FileSystemUtils.deleteRecursively(folder);
        return Files.createDirectories(folder).toAbsolutePath();
    }
}

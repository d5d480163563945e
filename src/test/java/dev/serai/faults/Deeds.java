package dev.serai.faults;

import dev.serai.servers.FixedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Does what a fault says, heals it, and says how long work took to go on. */
final class Deeds {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> STAGES = List.of("store", "chunk", "embed", "index");

    private final Path folder;
    private final FixedServers servers;
    private final List<Node> nodes;
    private final Rows rows;
    private final Map<String, Disk> disks;
    private final @Nullable WrongTime wrongTime;
    private final BooleanSupplier clientsIdle;
    private final Random random;

    Deeds(
            Path folder,
            FixedServers servers,
            List<Node> nodes,
            Rows rows,
            Map<String, Disk> disks,
            @Nullable WrongTime wrongTime,
            BooleanSupplier clientsIdle,
            long seed)
            throws IOException {
        this.folder = folder;
        this.servers = servers;
        this.nodes = nodes;
        this.rows = rows;
        this.disks = disks;
        this.wrongTime = wrongTime;
        this.clientsIdle = clientsIdle;
        this.random = new Random(seed);
        Files.createDirectories(folder.resolve("armed"));
        Files.createDirectories(folder.resolve("hit"));
    }

    Struck strike(Fault fault) throws Exception {
        return switch (fault) {
            case Fault.Kill kill -> kill(fault, kill.point());
            case Fault.KillWhole kill -> kill(fault, kill.point());
            case Fault.Freeze freeze -> freeze(freeze);
            case Fault.Outage outage -> outage(outage);
            case Fault.NoConnections none -> noConnections(none);
            case Fault.DiskFull full -> diskFull(full);
            case Fault.WrongClock wrong -> wrongClock(wrong);
            case Fault.Duplicates duplicates -> duplicates(duplicates);
        };
    }

    /** Who stands at a boundary, and for which job. */
    private record Hit(Path file, Node node, @Nullable String job, int attempt) {}

    private Struck kill(Fault fault, String point) throws Exception {
        Optional<Hit> hit = hit(point);
        if (hit.isEmpty()) {
            return Struck.skipped(fault, "nobody came to " + point);
        }
        Node node = hit.get().node();
        node.kill();
        long killed = System.nanoTime();
        long completed = rows.completed();
        Files.deleteIfExists(hit.get().file());
        CompletableFuture<Double> start = CompletableFuture.supplyAsync(() -> started(node, killed));
        await(() -> claimedAgain(hit.get(), completed));
        double recovery = seconds(killed);
        return Struck.restarted(fault, recovery, start.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static double started(Node node, long killed) {
        try {
            node.start(Map.of());
            return seconds(killed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At boundaries without a job the next completed one counts. */
    private boolean claimedAgain(Hit hit, long completed) {
        return hit.job() == null
                ? progressed(completed)
                : rows.tryCount(
                                "select count(*) from jobs where id = ?::uuid"
                                        + " and (attempt > ? or state in ('completed', 'dead-lettered'))",
                                hit.job(),
                                hit.attempt())
                        == 1;
    }

    private Struck freeze(Fault.Freeze freeze) throws Exception {
        Optional<Hit> hit = hit(freeze.point());
        if (hit.isEmpty()) {
            return Struck.skipped(freeze, "nobody came to " + freeze.point());
        }
        Node node = hit.get().node();
        node.freeze();
        long frozen = System.nanoTime();
        try {
            await(() -> claimedAgain(hit.get(), Long.MAX_VALUE));
        } finally {
            Files.deleteIfExists(hit.get().file());
            node.thaw();
        }
        return Struck.done(freeze, seconds(frozen));
    }

    private Optional<Hit> hit(String point) throws IOException {
        Path armed = folder.resolve("armed").resolve(point);
        Files.createFile(armed);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Hit> hit = taken();
            if (hit.isPresent()) {
                return hit;
            }
            pause(2);
        }
        Files.deleteIfExists(armed);
        return taken();
    }

    private Optional<Hit> taken() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("hit"))) {
            return files.findFirst().map(this::read);
        }
    }

    private Hit read(Path file) {
        String[] parts = file.getFileName().toString().split("~", -1);
        Node node = nodes.stream()
                .filter(n -> Long.toString(n.pid()).equals(parts[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node has process " + parts[1]));
        return new Hit(file, node, parts[2].equals("none") ? null : parts[2], Integer.parseInt(parts[3]));
    }

    private Struck outage(Fault.Outage outage) throws Exception {
        if (outage.hard()) {
            servers.kill(outage.server());
        }
        servers.stop(outage.server());
        pause(outage.length().toMillis());
        servers.start(outage.server());
        return Struck.done(outage, untilProgress());
    }

    private Struck noConnections(Fault.NoConnections none) throws Exception {
        List<Connection> taken = Collections.synchronizedList(new ArrayList<>());
        long end = System.nanoTime() + none.length().toNanos();
        try (Connection admin = rows.adminConnection(); // before there are no more
                Statement statement = admin.createStatement()) {
            while (System.nanoTime() < end) {
                take(taken);
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename in"
                        + " ('serai_app', 'serai_system') and application_name <> 'faults'");
                take(taken);
                pause(500);
            }
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        return Struck.done(none, untilProgress());
    }

    /** Until PostgreSQL has no more; the last few are the superuser's. */
    private void take(List<Connection> taken) {
        Map<String, String> found = servers.properties();
        try {
            while (taken.size() < 200) {
                taken.add(DriverManager.getConnection(
                        found.get("serai.database.system.url") + "?ApplicationName=faults",
                        found.get("serai.database.system.username"),
                        found.get("serai.database.system.password")));
            }
        } catch (SQLException e) {
            // all are taken
        }
    }

    private Struck diskFull(Fault.DiskFull full) throws Exception {
        Disk disk = disks.get(full.server());
        if (disk == null) {
            return Struck.skipped(full, "this user may not mount a small file system");
        }
        disk.fill();
        pause(full.length().toMillis());
        disk.empty();
        if (full.server().equals("postgres") && rows.completed() < 0) {
            servers.stop("postgres"); // it gave up, as it should when it cannot write its log
            servers.start("postgres");
        }
        return Struck.done(full, untilProgress());
    }

    /** The second node works on with the wrong time, then comes back with the right one. */
    private Struck wrongClock(Fault.WrongClock wrong) throws Exception {
        if (wrongTime == null) {
            return Struck.skipped(wrong, "no C compiler to make the library that fakes it");
        }
        Node node = nodes.getLast();
        node.stop();
        node.start(wrongTime.variables(wrong.seconds()));
        long before = worked(node);
        await(() -> worked(node) > before + 4 || (clientsIdle.getAsBoolean() && rows.open() == 0));
        node.kill();
        long killed = System.nanoTime();
        node.start(Map.of());
        untilProgress();
        return Struck.done(wrong, seconds(killed));
    }

    private long worked(Node node) {
        return rows.tryCount("select count(*) from job_stages where worker = ? and outcome = 'done'", node.name());
    }

    private Struck duplicates(Fault.Duplicates duplicates) throws ExecutionException, InterruptedException {
        List<ProducerRecord<String, String>> copies = new ArrayList<>();
        rows.system()
                .query(
                        "select id::text, org_id, document_id::text, version, stage, attempt from jobs"
                                + " where state in ('waiting', 'active') limit 500",
                        row -> {
                            for (int i = 0; i < duplicates.copies(); i++) {
                                for (String stage : STAGES) {
                                    copies.add(new ProducerRecord<>(
                                            "serai.documents." + stage,
                                            UUID.randomUUID().toString(),
                                            ("{\"v\":1,\"id\":\"%s\",\"orgId\":\"%s\",\"documentId\":\"%s\",\"version\":%d,"
                                                            + "\"stage\":\"%s\",\"attempt\":%d}")
                                                    .formatted(
                                                            row.getString(1),
                                                            row.getString(2),
                                                            row.getString(3),
                                                            row.getInt(4),
                                                            random.nextBoolean() ? stage : row.getString(5),
                                                            row.getInt(6))));
                                }
                            }
                        });
        Collections.shuffle(copies, random);
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers.properties().get("serai.kafka.brokers"));
        long begin = System.nanoTime();
        try (KafkaProducer<String, String> kafka =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = copies.stream().map(kafka::send).toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
        untilProgress();
        return Struck.done(duplicates, seconds(begin));
    }

    private double untilProgress() {
        long begin = System.nanoTime();
        long[] completed = {-1};
        await(() -> {
            completed[0] = rows.completed();
            return completed[0] >= 0;
        });
        await(() -> progressed(completed[0]));
        return seconds(begin);
    }

    private boolean progressed(long completed) {
        try {
            return rows.completed() > completed || (clientsIdle.getAsBoolean() && rows.open() == 0);
        } catch (DataAccessException e) {
            return false;
        }
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(new Standstill(rows, servers.properties()).describe(PATIENCE));
            }
            pause(20);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}

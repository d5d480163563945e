package dev.serai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RouteController;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the queue itself costs: jobs through all four stages without any work in them, against a bare loop that does the
 * same transactions on the same PostgreSQL in the same JVM; then the outbox's lag under a light load, then the heap.
 */
final class QueueBench {
    private static final List<String> STAGES = List.of("store", "chunk", "embed", "index");
    private static final int ORGS = 5;

    private final BenchHub hub;
    private final BareQueue bare;
    private int orgs;

    private QueueBench(BenchHub hub, BareQueue bare) {
        this.hub = hub;
        this.bare = bare;
    }

    static void run(Options options) throws Exception {
        Path routes = NoOpRoutes.copy(Path.of("routes"), BenchHub.folder("queue-routes"));
        try (BenchHub hub = BenchHub.start(
                "queue", Map.of("SERAI_ROUTES", routes.toString(), "SERAI_ROUTES_INSPECT_FIRST", "false"))) {
            QueueBench bench = new QueueBench(hub, BareQueue.of(hub));
            int jobs = options.number("jobs", 4000);
            for (int i = 0; i < options.number("warm", 3); i++) {
                bench.throughHub(jobs / 2);
            }
            bench.bareLoop(jobs / 2, options.number("threads", 6));
            bench.compare(jobs, options.number("rounds", 3), options.number("threads", 6));
            bench.lag(options.number("rate", 25), options.number("seconds", 20));
            bench.heap(options.number("heap", 100_000));
        }
    }

    private void compare(int jobs, int rounds, int threads) throws Exception {
        Figures one = new Figures();
        Figures many = new Figures();
        Figures through = new Figures();
        for (int i = 0; i < rounds; i++) {
            one.add(jobs / bareLoop(jobs, 1));
            many.add(jobs / bareLoop(jobs, threads));
            ThreadTimes before = ThreadTimes.now();
            double cpu = hub.processes().cpuSeconds();
            double own = hub.processes().rootSeconds();
            double seconds = throughHub(jobs);
            through.add(jobs / seconds);
            System.out.printf(
                    "hub: %d jobs in %.1f s, %.1f CPU-s, %.1f of them outside its JVM; by thread:%n%s%n",
                    jobs,
                    seconds,
                    hub.processes().cpuSeconds() - cpu,
                    hub.processes().cpuSeconds() - cpu - (hub.processes().rootSeconds() - own),
                    ThreadTimes.now().since(before));
        }
        Figures.header();
        System.out.println(one.row("Bare loop, 1 thread, jobs/s", "–"));
        System.out.println(many.row("Bare loop, %d threads, jobs/s".formatted(threads), "–"));
        System.out.println(through.row("Hub, jobs/s through four stages", "–"));
        System.out.printf(
                "| Hub of the bare loop with %d threads, %% | | %.0f | | ≥ 50 |%n",
                threads, 100 * through.median() / many.median());
    }

    /** Seconds until all are completed; the relay stands still while they are written. */
    private double throughHub(int jobs) throws Exception {
        relay().suspendRoute("pipeline-relay");
        String run = insert(jobs);
        long begin = System.nanoTime();
        relay().resumeRoute("pipeline-relay");
        awaitCompleted(run, jobs);
        return (System.nanoTime() - begin) / 1e9;
    }

    private double bareLoop(int jobs, int threads) throws Exception {
        relay().suspendRoute("pipeline-relay");
        try {
            String run = insert(jobs);
            long begin = System.nanoTime();
            bare.run(jobs, threads);
            double seconds = (System.nanoTime() - begin) / 1e9;
            awaitCompleted(run, jobs);
            return seconds;
        } finally {
            relay().resumeRoute("pipeline-relay");
        }
    }

    private RouteController relay() {
        return hub.bean(CamelContext.class).getRouteController();
    }

    private void awaitCompleted(String run, int jobs) {
        String sql = "select count(*) from jobs where org_id like ? and state = 'completed'";
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (System.nanoTime() < end) {
            Integer done = hub.system().queryForObject(sql, Integer.class, run + "%");
            if (done != null && done >= jobs) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250)); // asking costs the hub, too
        }
        throw new IllegalStateException("not completed within 10 minutes");
    }

    /** Documents and jobs as an upload writes them, spread over a few orgs. */
    private String insert(int jobs) {
        String run = "queue-" + orgs++ + "-";
        hub.system().update("""
                        with d as (
                            insert into documents (id, org_id, file_name, media_type, size_bytes, sha256, storage_key,
                                                   status, created_by)
                            select gen_random_uuid(), ? || n % ?, n || '.txt', 'text/plain', 1,
                                   encode(sha256((? || n)::bytea), 'hex'), ? || n, 'uploaded', 'bench'
                            from generate_series(1, ?) n
                            returning id, org_id, version)
                        insert into jobs (id, org_id, document_id, version, kind, stage, state)
                        select gen_random_uuid(), org_id, id, version, 'ingest', 'store', 'waiting' from d""", run, ORGS, run, run, jobs);
        return run;
    }

    /** From the moment that a wake-up is due to the moment that the producer sends it, while a few jobs a second come. */
    private void lag(int rate, int seconds) throws Exception {
        Figures lags = new Figures();
        List<Double> all = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", hub.hub().context().getEnvironment().getProperty("serai.kafka.brokers"));
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = STAGES.stream()
                    .flatMap(stage -> consumer.partitionsFor("serai.documents." + stage).stream())
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            long next = System.nanoTime();
            for (int i = 0; i < rate * seconds; i++) {
                insert(1);
                next += TimeUnit.SECONDS.toNanos(1) / rate;
                consumer.poll(Duration.ofMillis(1)).forEach(record -> all.add(lag(record)));
                LockSupport.parkNanos(next - System.nanoTime());
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> all.add(lag(record)));
            }
        }
        all.forEach(lags::add);
        List<Double> sorted = all.stream().sorted().toList();
        System.out.printf(
                "| Outbox lag with %d jobs/s, %d wake-ups, ms: median, p99, max | %.0f | %.0f | %.0f | p99 < 200 |%n",
                rate, sorted.size(), lags.median(), sorted.get((int) (sorted.size() * 0.99)), lags.max());
    }

    private static double lag(ConsumerRecord<String, String> record) {
        try {
            String due = new ObjectMapper().readTree(record.value()).path("at").asText();
            return record.timestamp() - OffsetDateTime.parse(due).toInstant().toEpochMilli();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void heap(int jobs) throws Exception {
        int step = Math.max(1, jobs / 10);
        StringBuilder row = new StringBuilder("live heap, MB, after each %d jobs:".formatted(step));
        for (int done = 0; done < jobs; done += step) {
            throughHub(step);
            row.append(" %.0f".formatted(Heap.live()));
        }
        System.out.println(row);
    }

    /** The same statements in the same transactions, by plain JDBC. */
    private record BareQueue(
            NamedParameterJdbcTemplate system,
            NamedParameterJdbcTemplate app,
            TransactionTemplate systemTransaction,
            TransactionTemplate appTransaction,
            Map<String, String> sql) {

        /** As the relay does it, without its care for fairness. */
        private static final String ADMIT = """
                with taken as (
                    select id, payload, job_id from outbox order by id limit 200 for update skip locked
                ), marked as (
                    update jobs j set admitted_at = clock_timestamp() from taken t where j.id = t.job_id
                )
                select id, payload from taken""";

        static BareQueue of(BenchHub hub) throws IOException {
            DataSource system = hub.hub().context().getBean("systemDataSource", DataSource.class);
            DataSource app = hub.hub().context().getBean("appDataSource", DataSource.class);
            Map<String, String> sql = new HashMap<>();
            for (String name : List.of(
                    "pipeline/outbox-delete",
                    "pipeline/job-claim",
                    "pipeline/job-advance",
                    "pipeline/job-complete",
                    "documents/document-indexed")) {
                sql.put(
                        name,
                        new ClassPathResource("sql/" + name + ".sql")
                                .getContentAsString(StandardCharsets.UTF_8)
                                .replace(":#", ":"));
            }
            return new BareQueue(
                    new NamedParameterJdbcTemplate(system),
                    new NamedParameterJdbcTemplate(app),
                    new TransactionTemplate(new DataSourceTransactionManager(system)),
                    new TransactionTemplate(new DataSourceTransactionManager(app)),
                    sql);
        }

        void run(int jobs, int threads) throws Exception {
            int left = jobs * STAGES.size();
            try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
                while (left > 0) {
                    List<Future<?>> batch = admit().stream()
                            .<Future<?>>map(wake -> workers.submit(() -> stage(wake)))
                            .toList();
                    for (Future<?> one : batch) {
                        one.get();
                    }
                    left -= batch.size();
                }
            }
        }

        private record Wake(String job, String stage) {}

        private List<Wake> admit() {
            return systemTransaction.execute(status -> {
                List<Map<String, Object>> rows = system.queryForList(ADMIT, Map.of());
                Long[] ids = rows.stream()
                        .map(row -> ((Number) row.get("id")).longValue())
                        .toArray(Long[]::new);
                system.update(sql.get("pipeline/outbox-delete"), Map.of("sentIds", ids));
                return rows.stream()
                        .map(row -> wake(String.valueOf(row.get("payload"))))
                        .toList();
            });
        }

        private static Wake wake(String payload) {
            try {
                var envelope = new ObjectMapper().readTree(payload);
                return new Wake(
                        envelope.path("id").asText(), envelope.path("stage").asText());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void stage(Wake wake) {
            Map<String, Object> values = new HashMap<>(Map.of(
                    "jobId", wake.job(),
                    "stage", wake.stage(),
                    "leaseSeconds", "15",
                    "worker", "bare",
                    "routeRevision", "bare"));
            values.putAll(system.queryForMap(sql.get("pipeline/job-claim"), values));
            appTransaction.executeWithoutResult(status -> {
                JdbcTemplate plain = app.getJdbcTemplate();
                plain.queryForObject("select set_config('serai.org', ?, true)", String.class, values.get("orgId"));
                if (wake.stage().equals("index")) {
                    app.update(sql.get("pipeline/job-complete"), values);
                    app.update(sql.get("documents/document-indexed"), values);
                } else {
                    values.put("nextStage", STAGES.get(STAGES.indexOf(wake.stage()) + 1));
                    app.update(sql.get("pipeline/job-advance"), values);
                }
            });
        }
    }
}

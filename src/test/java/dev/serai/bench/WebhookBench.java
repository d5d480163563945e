package dev.serai.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.serai.Api;
import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
import dev.serai.faults.WebhookDrill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.JdbcTemplate;
import peer.BareReceiver;

/**
 * Signed webhooks at a steady rate until they are durable and worked off; at saturation beside the barest endpoint on the
 * same Postgres, in turns; and good traffic under a flood of forged requests. The clients are processes of their own; all share the machine.
 */
final class WebhookBench {
    private final BenchHub hub;
    private final int connections;
    private int series;

    private WebhookBench(BenchHub hub, int connections) {
        this.hub = hub;
        this.connections = connections;
    }

    /** {@code rate=1000 seconds=60 connections=64 turns=3 saturate=10 good=200 forged=1000 flood=20 parts=steady,flat,flood}. */
    static void run(Options options) throws IOException {
        try (BenchHub hub = BenchHub.start("webhooks", Map.of("STRIPE_WEBHOOK_SECRET", Traffic.SECRET))) {
            WebhookBench bench = new WebhookBench(hub, options.number("connections", 64));
            String parts = options.text("parts", "steady,flat,flood");
            System.out.println("| What | measured | Goal |\n|---|---:|---|");
            bench.warm();
            if (parts.contains("steady")) {
                bench.steady(options.number("rate", 1000), Duration.ofSeconds(options.number("seconds", 60)));
            }
            if (parts.contains("flat")) {
                bench.saturation(options.number("turns", 3), Duration.ofSeconds(options.number("saturate", 10)));
            }
            if (parts.contains("flood")) {
                bench.flood(
                        options.number("good", 200),
                        options.number("forged", 1000),
                        Duration.ofSeconds(options.number("flood", 20)));
            }
        }
    }

    /** {@code events=100000 kills=3 seed=6}. */
    static void drill(Options options) throws Exception {
        WebhookDrill.Outcome outcome = WebhookDrill.run(
                options.number("events", 100_000),
                options.number("kills", 3),
                options.number("seed", 6),
                Path.of("target", "webhook-drill"));
        System.out.println("| What | measured | Goal |\n|---|---:|---|");
        row(
                "Events, requests with repetitions, kill -9",
                "%d, %d, %d".formatted(outcome.events(), outcome.sent(), outcome.kills()),
                "–");
        row("Acknowledged without an effect", Integer.toString(outcome.lost()), "0");
        row("With more than one effect", Integer.toString(outcome.doubled()), "0");
        row("Effects of what was never acknowledged", Integer.toString(outcome.invented()), "0");
        row("Answers that are neither 200 nor 503", Integer.toString(outcome.unclear()), "0");
        row("Subscriptions in another state than their newest event's", Integer.toString(outcome.wrong()), "0");
        row("Worked off after the last answer, s", Long.toString(outcome.drain().toSeconds()), "≤ 60");
    }

    private void warm() {
        steady(Traffic.GOOD, 0, Duration.ofSeconds(10));
        drained();
    }

    private void steady(int rate, Duration duration) {
        int before = number("select count(*) from webhook_events");
        LoadProcess.Result load = steady(Traffic.GOOD, rate, duration);
        int waiting = number("select count(*) from webhook_outbox");
        String disk = disk();
        double drained = drained();
        row("Acknowledged at %d/s for %d s".formatted(rate, duration.toSeconds()), load.statuses(), "only 200");
        row("… p50, p99, max ms", load.times(), "p99 ≤ 50");
        row("… p99 of each sixth of the time, ms", load.course(), "–");
        row("… checkpoints begun, s in their fsync, MB of WAL since the start", disk, "–");
        row(
                "… acknowledged and not stored",
                Integer.toString(load.good() - (number("select count(*) from webhook_events") - before)),
                "0");
        row("… waiting at the end, worked off after s", "%d, %.1f".formatted(waiting, drained), "≤ 60");
        row(
                "… not worked off",
                Integer.toString(number("select count(*) from webhook_events where state in ('waiting', 'dead')")),
                "0");
    }

    private void saturation(int turns, Duration each) {
        HikariDataSource system = hub.hub().context().getBean("systemDataSource", HikariDataSource.class);
        try (BareReceiver.Running bare = BareReceiver.start(system)) {
            flat(bare, Duration.ofSeconds(10));
            Figures ratios = new Figures();
            Figures ours = new Figures();
            Figures theirs = new Figures();
            settle();
            work("stop"); // the peer works nothing off either
            for (int turn = 0; turn < turns; turn++) {
                double hubs = steady(Traffic.GOOD, 0, each).rate();
                double bares = flat(bare, each);
                ours.add(hubs);
                theirs.add(bares);
                ratios.add(hubs / bares);
            }
            work("start");
            row("Saturated, hub /s: min, median, max", spread(ours), "–");
            row("Saturated, barest endpoint /s: min, median, max", spread(theirs), "–");
            row(
                    "Ratio: min, median, max",
                    "%.2f, %.2f, %.2f".formatted(ratios.min(), ratios.median(), ratios.max()),
                    "≥ 0.60");
        }
    }

    private String disk() {
        return hub.system()
                .queryForObject(
                        "select format('%s, %s, %s', c.num_timed + c.num_requested, round(c.sync_time / 1000),"
                                + " round(w.wal_bytes / 1e6)) from pg_stat_checkpointer c, pg_stat_wal w",
                        String.class);
    }

    private double flat(BareReceiver.Running bare, Duration duration) {
        return LoadProcess.start(bare.address(), connections, Traffic.BARE, "bare", 0, duration)
                .result()
                .rate();
    }

    private void flood(int good, int forged, Duration duration) {
        settle();
        LoadProcess.Result quiet = steady(Traffic.GOOD, good, duration);
        settle();
        LoadProcess flood = started(Traffic.FORGED, forged, duration.plusSeconds(2));
        LoadProcess.Result busy = steady(Traffic.GOOD, good, duration);
        LoadProcess.Result refused = flood.result();
        row("Good traffic %d/s quiet: p50, p99, max ms".formatted(good), quiet.times(), "–");
        row("… under %.0f forged/s: p50, p99, max ms".formatted(refused.rate()), busy.times(), "p99 ≤ 2 x");
        row("… p99 of each sixth: quiet; flooded", quiet.course() + "; " + busy.course(), "–");
        row("… forged answered, good answered", refused.statuses() + ", " + busy.statuses(), "400; 200");
    }

    private LoadProcess.Result steady(Traffic traffic, int rate, Duration duration) {
        return started(traffic, rate, duration).result();
    }

    private LoadProcess started(Traffic traffic, int rate, Duration duration) {
        return LoadProcess.start(hub.hub().address(), connections, traffic, "s" + series++, rate, duration);
    }

    /** Seconds until nothing waits. */
    private double drained() {
        long begin = System.nanoTime();
        while (number("select count(*) from webhook_outbox") > 0
                && System.nanoTime() - begin < TimeUnit.MINUTES.toNanos(10)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private void work(String what) {
        try {
            String token = new DevelopmentKeys(hub.data(), Clock.systemUTC())
                    .issue(new DevelopmentGrant(null, Role.OPERATOR, "bench", Duration.ofHours(1)));
            Api.Reply reply = new Api(hub.hub().address(), token)
                    .post("/api/routes/webhooks-work/" + what, "{\"reason\":\"bench\"}");
            if (reply.status() != 200) {
                throw new IllegalStateException(reply.text());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What waits is worked off, and what is of the peer taken away. */
    private void settle() {
        drained();
        hub.system().update("delete from webhook_events where source = 'bare'");
    }

    private int number(String sql) {
        JdbcTemplate system = hub.system();
        Integer number = system.queryForObject(sql, Integer.class);
        return number == null ? 0 : number;
    }

    private static String spread(Figures figures) {
        return "%.0f, %.0f, %.0f".formatted(figures.min(), figures.median(), figures.max());
    }

    private static void row(String name, String value, String goal) {
        System.out.printf("| %s | %s | %s |%n", name, value, goal);
    }
}

package dev.serai.bench;

import com.stripe.net.Webhook;
import com.zaxxer.hikari.HikariDataSource;
import dev.serai.Api;
import dev.serai.access.DevelopmentGrant;
import dev.serai.access.DevelopmentKeys;
import dev.serai.access.Role;
import dev.serai.faults.WebhookDrill;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.JdbcTemplate;
import peer.BareReceiver;

/**
 * Signed webhooks at a steady rate until they are durable and worked off; at saturation beside the barest endpoint on the
 * same Postgres, in turns; and good traffic under a flood of forged requests. Client and servers share the machine.
 */
final class WebhookBench {
    private static final String SECRET = "whsec_of_the_bench_and_nothing_else";
    private static final String FILLER = "x".repeat(2_500);

    private final BenchHub hub;
    private final int connections;
    private int series;

    private WebhookBench(BenchHub hub, int connections) {
        this.hub = hub;
        this.connections = connections;
    }

    /** {@code rate=1000 seconds=60 connections=64 turns=3 saturate=10 good=200 forged=1000 flood=20 parts=steady,flat,flood}. */
    static void run(Options options) throws IOException {
        try (BenchHub hub = BenchHub.start("webhooks", Map.of("STRIPE_WEBHOOK_SECRET", SECRET))) {
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
        row("Subscriptions in another state than their newest event's", Integer.toString(outcome.wrong()), "0");
        row("Worked off after the last answer, s", Long.toString(outcome.drain().toSeconds()), "≤ 60");
    }

    private void warm() {
        load(good()).flat(Duration.ofSeconds(10));
        drained();
    }

    private void steady(int rate, Duration duration) {
        int before = number("select count(*) from webhook_events");
        Load load = load(good()).steady(rate, duration);
        int waiting = number("select count(*) from webhook_outbox");
        double drained = drained();
        row(
                "Acknowledged at %d/s for %d s".formatted(rate, duration.toSeconds()),
                load.statuses().toString(),
                "only 200");
        row("… p50, p99, max ms", times(load), "p99 ≤ 50");
        row(
                "… acknowledged and not stored",
                Integer.toString(load.count(200) - (number("select count(*) from webhook_events") - before)),
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
            byte[] body = body("bare", 0).getBytes(StandardCharsets.UTF_8);
            byte[] request = HttpWire.post("/webhook", Map.of(), body);
            new Load(bare.address(), connections, n -> request).flat(Duration.ofSeconds(10));
            Figures ratios = new Figures();
            Figures ours = new Figures();
            Figures theirs = new Figures();
            settle();
            work("stop"); // the peer works nothing off either
            for (int turn = 0; turn < turns; turn++) {
                double hubs = load(good()).flat(each).rate();
                double bares = new Load(bare.address(), connections, n -> request)
                        .flat(each)
                        .rate();
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

    private void flood(int good, int forged, Duration duration) {
        settle();
        Load quiet = load(good()).steady(good, duration);
        settle();
        Load flood = new Load(hub.hub().address(), connections, forged());
        Thread flooding = Thread.ofPlatform().start(() -> flood.steady(forged, duration));
        Load busy = load(good()).steady(good, duration);
        join(flooding);
        row("Good traffic %d/s quiet: p50, p99, max ms".formatted(good), times(quiet), "–");
        row("… under %.0f forged/s: p50, p99, max ms".formatted(flood.rate()), times(busy), "p99 ≤ 2 x");
        row("… forged answered, good answered", flood.statuses() + ", " + busy.statuses(), "400; 200");
    }

    private Load load(IntFunction<byte[]> requests) {
        return new Load(hub.hub().address(), connections, requests);
    }

    /** Signed while the load runs. */
    private IntFunction<byte[]> good() {
        String name = "s" + series++;
        return n -> signed(body(name, n), SECRET);
    }

    private IntFunction<byte[]> forged() {
        byte[] one = signed(body("forged", 0), "whsec_of_somebody_else_entirely");
        return n -> one;
    }

    private static byte[] signed(String body, String secret) {
        try {
            String signature = Webhook.Signature.generateSignatureHeader(
                    body, secret, Instant.now().getEpochSecond());
            return HttpWire.post(
                    "/api/billing/webhook",
                    Map.of("Stripe-Signature", signature),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(String series, int n) {
        return """
                {"id":"evt_%1$s_%2$d","object":"event","api_version":"2025-01-01","created":%2$d,"livemode":false,
                 "type":"customer.subscription.updated","data":{"object":{"id":"sub_%3$d","object":"subscription",
                 "customer":"cus_%3$d","status":"active","metadata":{"org_id":"org_%3$d","filler":"%4$s"},
                 "items":{"object":"list","data":[]}}}}""".formatted(series, n, n % 500, FILLER);
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

    /** What waits is worked off, or taken away where it is of the peer, before the next turn. */
    private void settle() {
        hub.system().update("delete from webhook_events where source = 'bare'");
        drained();
    }

    private int number(String sql) {
        JdbcTemplate system = hub.system();
        Integer number = system.queryForObject(sql, Integer.class);
        return number == null ? 0 : number;
    }

    private static String times(Load load) {
        return "%.1f, %.1f, %.1f".formatted(load.percentile(.5), load.percentile(.99), load.percentile(1));
    }

    private static String spread(Figures figures) {
        return "%.0f, %.0f, %.0f".formatted(figures.min(), figures.median(), figures.max());
    }

    private static void row(String name, String value, String goal) {
        System.out.printf("| %s | %s | %s |%n", name, value, goal);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

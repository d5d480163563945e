package dev.serai.faults;

import com.stripe.net.Webhook;
import dev.serai.bench.HttpWire;
import dev.serai.servers.FixedServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * Signed events, some of them twice and some out of order, to a hub that is killed meanwhile. The hub's own routes run with
 * one step more, which writes an effect that nothing keeps from being written twice but the transaction that it is in.
 */
public final class WebhookDrill {
    private static final String SECRET = "whsec_of_the_drill_and_nothing_else";
    private static final int SENDERS = 16;
    private static final int NO_ANSWER = 0;
    private static final int SUBSCRIPTIONS = 200;
    private static final List<String> STEP = List.of(
            "- to:",
            "    id: webhooks-process-effect",
            "    uri: sql",
            "    parameters:",
            "      query: classpath:faults/webhook-effect.sql",
            "      dataSource: \"#systemDataSource\"");

    private final int events;
    private final int kills;
    private final Random random;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unclear = new AtomicInteger();
    private final String address;
    private final int port;

    private WebhookDrill(int events, int kills, long seed) throws IOException {
        this.events = events;
        this.kills = kills;
        this.random = new Random(seed);
        this.port = FixedServers.freePort();
        this.address = "http://127.0.0.1:" + port;
    }

    /**
     * What the drill found.
     *
     * @param sent requests that were answered, repetitions by plan included
     * @param lost acknowledged, and no effect
     * @param doubled more than one effect
     * @param invented an effect of an event that was never acknowledged in the end
     * @param unclear answers that are neither 200 nor 503
     * @param wrong subscriptions whose state is not that of their newest event
     */
    public record Outcome(
            int events,
            int sent,
            int kills,
            int lost,
            int doubled,
            int invented,
            int unclear,
            int wrong,
            Duration drain) {
        boolean isSound() {
            return lost == 0 && doubled == 0 && invented == 0 && unclear == 0 && wrong == 0;
        }
    }

    /** Runs it; {@code work} is emptied. */
    public static Outcome run(int events, int kills, long seed, Path work) throws Exception {
        WebhookDrill drill = new WebhookDrill(events, kills, seed);
        Drill.emptied(work);
        try (FixedServers servers = FixedServers.start(work.resolve("servers"))) {
            Node node = new Node("hub", work, drill.settings(servers, work));
            try {
                return drill.run(node, servers);
            } finally {
                node.kill();
            }
        }
    }

    private Map<String, String> settings(FixedServers servers, Path work) throws IOException {
        Path routes = work.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        Path process = routes.resolve("webhooks/process.camel.yaml");
        Files.writeString(process, withEffect(Files.readString(process)));
        Map<String, String> settings = new HashMap<>(servers.variables());
        settings.put("SERAI_ROUTES", routes.toString());
        settings.put("SERAI_ROUTES_INSPECT_FIRST", "false");
        settings.put("SERAI_WEBHOOKS_LEASESECONDS", "5");
        settings.put("STRIPE_WEBHOOK_SECRET", SECRET);
        settings.put("STRIPE_MODE", "test");
        settings.put("SERAI_PORT", Integer.toString(port));
        return settings;
    }

    private static String withEffect(String route) {
        int at = route.indexOf("- to:\n", route.indexOf("id: webhooks-process-apply"));
        if (at < 0) {
            throw new IllegalStateException("webhooks-process has another form; mend the drill");
        }
        int line = route.lastIndexOf('\n', at) + 1;
        String indent = route.substring(line, at);
        return route.substring(0, line) + indent + String.join("\n" + indent, STEP) + "\n" + route.substring(line);
    }

    private Outcome run(Node node, FixedServers servers) throws Exception {
        node.start(Map.of("SERAI_PORT", Integer.toString(port)));
        JdbcTemplate admin = jdbc(servers, "admin");
        admin.execute("create table drill_effects (event_id text not null)");
        admin.execute("grant insert, select on drill_effects to serai_system");
        List<Integer> order = order();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofPlatform().start(() -> send(order)));
        }
        for (int kill = 1; kill <= kills; kill++) {
            await(acknowledged, events * kill / (kills + 1));
            node.kill();
            node.start(Map.of("SERAI_PORT", Integer.toString(port)));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        long begin = System.nanoTime();
        while (count(admin, "select count(*) from webhook_outbox") > 0) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return compare(admin, order.size(), Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Every event once, one in ten a second time later, one in ten a little too late. */
    private List<Integer> order() {
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            order.add(n);
        }
        for (int n = 0; n + 50 < events; n++) {
            if (random.nextInt(10) == 0) {
                Collections.swap(order, n, n + 1 + random.nextInt(49));
            }
        }
        for (int n = 0; n < events / 10; n++) {
            int place = random.nextInt(order.size());
            order.add(Math.min(order.size(), place + 1 + random.nextInt(500)), order.get(place));
        }
        return order;
    }

    /** As senders do: again until it is acknowledged. */
    private void send(List<Integer> order) {
        try (HttpWire wire = new HttpWire(address)) {
            for (int at = next.getAndIncrement(); at < order.size(); at = next.getAndIncrement()) {
                int event = order.get(at);
                for (int status = wire.send(request(event)); status != 200; status = wire.send(request(event))) {
                    if (status != NO_ANSWER && status != 503) {
                        unclear.incrementAndGet();
                    }
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                acknowledged.add(id(event));
            }
        }
    }

    private static byte[] request(int event) {
        String body = body(event);
        try {
            String signature = Webhook.Signature.generateSignatureHeader(
                    body, SECRET, Instant.now().getEpochSecond());
            return HttpWire.post(
                    "/api/webhooks/stripe",
                    Map.of("Stripe-Signature", signature),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(int event) {
        int subscription = event % SUBSCRIPTIONS;
        return """
                {"id":"%s","object":"event","created":%d,"livemode":false,"type":"customer.subscription.updated",
                 "data":{"object":{"id":"sub_%d","object":"subscription","customer":"cus_%d","status":"active",
                 "created":1,"livemode":false,"cancel_at_period_end":false,"metadata":{"org_id":"org_%d"},
                 "items":{"object":"list","data":[{"id":"si_%d","object":"subscription_item","quantity":%d,
                 "price":{"id":"price_seat","object":"price"}}]}}}}""".formatted(
                id(event), 1_700_000_000 + event, subscription, subscription, subscription, subscription, event);
    }

    private static String id(int event) {
        return "evt_%d".formatted(event);
    }

    private Outcome compare(JdbcTemplate admin, int sent, Duration drain) {
        Set<String> effects =
                Set.copyOf(admin.queryForList("select distinct event_id from drill_effects", String.class));
        int lost =
                (int) acknowledged.stream().filter(id -> !effects.contains(id)).count();
        int invented =
                (int) effects.stream().filter(id -> !acknowledged.contains(id)).count();
        int doubled = count(
                admin,
                "select count(*) from (select event_id from drill_effects group by event_id having count(*) > 1) d");
        return new Outcome(events, sent, kills, lost, doubled, invented, unclear.get(), wrong(admin), drain);
    }

    /** Subscriptions of which the hub knows another event as the newest. */
    private int wrong(JdbcTemplate admin) {
        int wrong = 0;
        for (int subscription = 0; subscription < Math.min(SUBSCRIPTIONS, events); subscription++) {
            int newest = subscription + (events - 1 - subscription) / SUBSCRIPTIONS * SUBSCRIPTIONS;
            List<String> known = admin.queryForList(
                    "select event_id from provider_objects where provider = 'stripe' and kind = 'subscription' and object_id = ?",
                    String.class,
                    "sub_" + subscription);
            if (!known.equals(List.of(id(newest)))) {
                wrong++;
            }
        }
        return wrong;
    }

    private static void await(Set<String> acknowledged, int count) {
        while (acknowledged.size() < count) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static int count(JdbcTemplate jdbc, String sql) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Integer.class));
    }

    private static JdbcTemplate jdbc(FixedServers servers, String role) {
        Map<String, String> all = servers.properties();
        String prefix = "serai.database." + role + ".";
        return new JdbcTemplate(new DriverManagerDataSource(
                Objects.requireNonNull(all.get(prefix + "url")),
                Objects.requireNonNull(all.get(prefix + "username")),
                Objects.requireNonNull(all.get(prefix + "password"))));
    }
}

package dev.serai.faults;

import dev.serai.servers.FixedServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import peer.SmtpPeer;

/** All mails of one slot to a server that refuses one in five for the time being, from a hub that is killed meanwhile. */
public final class MailDrill {
    /** Mails that may be with the server when the hub is killed. */
    public static final int WORKERS = 8;

    private static final String INSERT = """
            insert into email_logs (org_id, mail_key, template, recipient, recipient_name, variables)
            select 'org_' || n % 50, 'reminder:' || n || ':2026-03-02T09:00Z', 'checkin-reminder', 'p' || n || '@example.com',
                   'Person ' || n, jsonb_build_object('firstName', 'Person ' || n, 'orgName', 'Org ' || n % 50,
                                                      'date', '2 March', 'link', 'https://app.example.com/' || n)
            from generate_series(1, ?) n
            on conflict (mail_key) do nothing""";

    private final int mails;
    private final AtomicInteger asked = new AtomicInteger();

    private MailDrill(int mails) {
        this.mails = mails;
    }

    /**
     * What the drill found.
     *
     * @param insert the database's work to ask for all mails; again for all of them a second time
     * @param send from there until no mail waits
     * @param asked recipients that the server was given, refused ones included
     * @param doubled recipients with more than one mail
     * @param missing recipients without a mail that the hub does not say so of
     * @param unknown mails that the hub does not know of whether they arrived; {@code arrived} of them have
     */
    public record Outcome(
            int mails,
            Duration insert,
            Duration again,
            Duration send,
            int asked,
            int doubled,
            int missing,
            int unknown,
            int arrived) {
        public boolean isSound() {
            return doubled == 0 && missing == 0 && unknown <= WORKERS;
        }
    }

    /** Runs it; {@code work} is emptied. */
    public static Outcome run(int mails, Path work) throws Exception {
        MailDrill drill = new MailDrill(mails);
        Drill.emptied(work);
        try (SmtpPeer server = SmtpPeer.start(recipient -> drill.conduct());
                FixedServers servers = FixedServers.start(work.resolve("servers"))) {
            Node node = new Node("hub", work, settings(servers, server));
            try {
                return drill.run(node, servers, server);
            } finally {
                node.kill();
            }
        }
    }

    private static Map<String, String> settings(FixedServers servers, SmtpPeer server) {
        Map<String, String> settings = new HashMap<>(servers.variables());
        settings.put("SERAI_MAIL_PROVIDER", "smtp");
        settings.put("SMTP_PORT", Integer.toString(server.port()));
        settings.put("EMAIL_FROM", "noreply@example.com");
        settings.put("SERAI_MAIL_WORKERS", Integer.toString(WORKERS));
        settings.put("SERAI_MAIL_LEASESECONDS", "15");
        settings.put("SERAI_MAIL_ANSWERSECONDS", "10");
        settings.put("SERAI_MAIL_TIMEOUT", "3s");
        settings.put("SERAI_MAIL_ATTEMPTS", "20");
        settings.put("SERAI_MAIL_FIRSTDELAY", "1s");
        settings.put("SERAI_MAIL_MAXDELAY", "5s");
        settings.put("SERAI_MAIL_WORKDELAY", "100");
        settings.put("SERAI_MAIL_LOOK", "1000");
        return settings;
    }

    /** One in five, before the message and behind it by turns. */
    private SmtpPeer.Conduct conduct() {
        int n = asked.incrementAndGet();
        if (n % 10 == 0) {
            return SmtpPeer.Conduct.REFUSE_FOR_NOW;
        }
        return n % 10 == 5 ? SmtpPeer.Conduct.REFUSE_MESSAGE_FOR_NOW : SmtpPeer.Conduct.TAKE;
    }

    private Outcome run(Node node, FixedServers servers, SmtpPeer server) throws Exception {
        node.start(Map.of());
        JdbcTemplate admin = jdbc(servers);
        Duration insert = timed(() -> admin.update(INSERT, mails));
        Duration again = timed(() -> admin.update(INSERT, mails));
        long begin = System.nanoTime();
        while (server.received().size() < mails / 2) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        node.kill();
        node.start(Map.of());
        while (count(admin, "select count(*) from email_logs where state in ('waiting', 'sending')") > 0) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return compare(admin, server, insert, again, Duration.ofNanos(System.nanoTime() - begin));
    }

    private Outcome compare(JdbcTemplate admin, SmtpPeer server, Duration insert, Duration again, Duration send) {
        Map<String, Long> arrived = server.received().stream()
                .collect(Collectors.groupingBy(SmtpPeer.Received::recipient, Collectors.counting()));
        List<String> unknown =
                admin.queryForList("select recipient from email_logs where state = 'unknown'", String.class);
        List<String> sent = admin.queryForList("select recipient from email_logs where state = 'sent'", String.class);
        int doubled = (int) arrived.values().stream().filter(n -> n > 1).count();
        int missing = (int) sent.stream()
                        .filter(recipient -> !arrived.containsKey(recipient))
                        .count()
                + mails
                - sent.size()
                - unknown.size();
        int late = (int) unknown.stream().filter(arrived::containsKey).count();
        return new Outcome(mails, insert, again, send, server.asked(), doubled, missing, unknown.size(), late);
    }

    private static Duration timed(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static int count(JdbcTemplate jdbc, String sql) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Integer.class));
    }

    private static JdbcTemplate jdbc(FixedServers servers) {
        Map<String, String> all = servers.properties();
        return new JdbcTemplate(new DriverManagerDataSource(
                Objects.requireNonNull(all.get("serai.database.admin.url")),
                Objects.requireNonNull(all.get("serai.database.admin.username")),
                Objects.requireNonNull(all.get("serai.database.admin.password"))));
    }
}

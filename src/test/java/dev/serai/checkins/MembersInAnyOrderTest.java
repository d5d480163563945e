package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.TestHub;
import dev.serai.mirror.Events;
import dev.serai.mirror.Events.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Members are what Clerk's objects say, whichever order and how often its events come. */
class MembersInAnyOrderTest {
    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());
    private static final long START = 1_790_000_000_000L;

    private final TestHub hub = TestHub.shared();
    private final Events events = new Events(hub);

    @Property(tries = 12)
    void anyOrderWithDuplicatesEndsInTheSameMembers(@ForAll long seed) {
        Random random = new Random(seed);
        String name = name();
        String shuffledName = name();
        List<Event> history = history(name, random);
        List<Event> shuffled = new ArrayList<>(history);
        IntStream.range(0, history.size() / 2).forEach(i -> shuffled.add(history.get(random.nextInt(history.size()))));
        Collections.shuffle(shuffled, random);

        history.forEach(events::apply);
        shuffled.forEach(event -> events.apply(new Event(
                "clerk",
                event.id().replace(name, shuffledName),
                event.type(),
                event.body().replace(name, shuffledName))));

        assertThat(members(name)).isNotEmpty();
        assertThat(members(shuffledName).toString().replace(shuffledName, name))
                .isEqualTo(members(name).toString());
        assertThat(drift(name)).isZero();
    }

    @Test
    void eventsAtOnceLeaveNoMemberBehindWhatClerkSays() {
        String name = name();
        List<Event> history = history(name, new Random(7));

        IntStream.range(0, 3).forEach(i -> history.parallelStream().forEach(events::apply));

        assertThat(drift(name)).isZero();
    }

    @Test
    void anAddressIsKeptOnlyWhenItIsVerifiedAndOne() {
        String name = name();
        events.apply(membership(name, 0, "created", 1));

        for (String bad :
                List.of("a b@acme.test", "no-address", "x@y@z", "a@" + "b".repeat(400), "a@b.test\\r\\nBcc: x")) {
            events.apply(user(name, 0, bad, true, System.nanoTime()));
            assertThat(members(name).toString()).as(bad).contains("email=null");
        }
        events.apply(user(name, 0, "a@acme.test", true, System.nanoTime()));
        assertThat(members(name).toString()).contains("email=a@acme.test");
        events.apply(user(name, 0, "b@acme.test", false, System.nanoTime()));
        assertThat(members(name).toString()).contains("email=null");
    }

    @Test
    void theMigrationFillsInWhoWasThereBefore() throws IOException {
        String name = name();
        events.apply(membership(name, 0, "created", 1));
        String script = Files.readString(Path.of("src/main/resources/db/migration/V17__check_ins.sql"));
        int start = script.indexOf("insert into members");
        try (Connection admin = DriverManager.getConnection(
                        hub.setting("serai.database.admin.url"),
                        hub.setting("serai.database.admin.username"),
                        hub.setting("serai.database.admin.password"));
                Statement statement = admin.createStatement()) {
            // Hides the table from the script.
            statement.execute("create temp table members (like members including defaults)");
            statement.execute(script.substring(start, script.indexOf(';', start)));
            try (ResultSet rows = statement.executeQuery(
                    "select user_id, role from members where org_id = 'org_%s'".formatted(name))) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("user_0_" + name);
                assertThat(rows.getString(2)).isEqualTo("org:r1");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name() {
        return "n%012dx".formatted(NUMBER.incrementAndGet() % 1_000_000_000_000L);
    }

    private static List<Event> history(String name, Random random) {
        List<Event> history = new ArrayList<>();
        history.add(membership(name, 0, "created", 1));
        int steps = 6 + random.nextInt(10);
        for (int i = 2; i < steps; i++) {
            int who = random.nextInt(3);
            history.add(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> membership(name, who, "created", i);
                        case 2 -> membership(name, who, "updated", i);
                        case 3 -> membership(name, who, "deleted", i);
                        case 4 -> user(name, who, "u%d@acme.test".formatted(i), random.nextBoolean(), i);
                        default -> deletedUser(name, who, i);
                    });
        }
        return history;
    }

    private static Event membership(String name, int who, String verb, long at) {
        String data = """
                {"id":"mem_%1$d_%5$d_%2$s","role":"org:r%3$d","updated_at":%4$d,"organization":{"id":"org_%2$s"},
                 "public_user_data":{"user_id":"user_%1$d_%2$s","first_name":"F%3$d"}}""".formatted(who, name, at, START + at, at % 2);
        return Events.clerk(
                "msg_%s_%d_m%s".formatted(name, at, verb), "organizationMembership." + verb, START + at, data);
    }

    private static Event user(String name, int who, String email, boolean verified, long at) {
        String data = """
                {"id":"user_%d_%s","first_name":"G%d","primary_email_address_id":"idn","updated_at":%d,"email_addresses":
                 [{"id":"idn","email_address":"%s","verification":{"status":"%s"}}]}""".formatted(who, name, at % 5, START + at, email, verified ? "verified" : "unverified");
        return Events.clerk("msg_%s_%d_u".formatted(name, at), "user.updated", START + at, data);
    }

    private static Event deletedUser(String name, int who, long at) {
        String data = "{\"id\":\"user_%d_%s\",\"deleted\":true}".formatted(who, name);
        return Events.clerk("msg_%s_%d_d".formatted(name, at), "user.deleted", START + at, data);
    }

    private List<?> members(String name) {
        return hub.system()
                .queryForList(
                        "select user_id, role, email, first_name, last_name, ended_at from members where org_id = ?"
                                + " order by user_id",
                        "org_" + name);
    }

    /** Rows in which the table and what Clerk's objects say differ. */
    private Integer drift(String name) {
        return hub.system().queryForObject("""
                select count(*) from (select * from members where org_id = ?) m
                full join (select * from members_told where org_id = ?) t on t.user_id = m.user_id
                where (m.role, m.email, m.first_name, m.last_name, m.ended_at)
                    is distinct from (t.role, t.email, t.first_name, t.last_name, t.ended_at)""", Integer.class, "org_" + name, "org_" + name);
    }
}

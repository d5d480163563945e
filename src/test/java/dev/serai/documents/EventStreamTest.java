package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.OwnServers;
import dev.serai.TestHub;
import dev.serai.access.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Who listens is told what happens to the own org's documents, and to no other's. */
@OwnServers
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventStreamTest {
    private static TestHub hub;

    private final Api api = hub.as("events-" + UUID.randomUUID(), Role.ORG_ADMIN);
    private final List<EventStream> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        hub = TestHub.own(java.util.Map.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void hangUp() {
        open.forEach(EventStream::close);
    }

    @Test
    void aListenerSeesItsDocumentBecomeReady() {
        EventStream stream = stream(api);

        String id = upload("A text that somebody waits for.");

        stream.await(id, "ready");
        assertThat(stream.of(id)).last().asString().contains("\"status\":\"ready\"");
    }

    @Test
    void anotherOrgsDocumentIsNotSeen() {
        Api other = hub.as("other-" + UUID.randomUUID(), Role.ORG_ADMIN);
        EventStream stream = stream(api);

        String theirs = other.ready("theirs.txt", "A text of somebody else.");
        String mine = upload("A text of mine.");

        stream.await(mine, "ready");
        assertThat(stream.lines()).noneMatch(line -> line.contains(theirs));
    }

    @Test
    void whoWasAwayCatchesUpFromTheLastEventSeen() {
        EventStream first = stream(api);
        String seen = upload("The text before.");
        first.await(seen, "ready");
        first.close();
        String missed = api.ready("missed.txt", "The text in between.");
        String foreign = hub.as("other-" + UUID.randomUUID(), Role.ORG_ADMIN).ready("f.txt", "A text of others.");

        EventStream second = stream(api, "Last-Event-ID", first.lastId());

        second.await(missed, "ready");
        assertThat(second.of(seen)).isEmpty();
        assertThat(second.lines()).noneMatch(line -> line.contains(foreign));
    }

    @Test
    void aStrangeLastEventIdIsNoReasonToFail() {
        for (String strange : List.of("x", "99999999999999999-x", "0", "-1")) {
            try (EventStream stream = EventStream.open(api, "Last-Event-ID", strange)) {
                assertThat(stream.status()).as(strange).isEqualTo(200);
            }
        }
    }

    @Test
    void theSixthStreamOfAUserIsRefused() {
        for (int i = 0; i < 5; i++) {
            assertThat(stream(api).status()).isEqualTo(200);
        }

        Api.Reply sixth = api.get("/api/documents/events");

        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.json().path("code").asText()).isEqualTo("SERAI-HTTP-008");
        assertThat(sixth.header("retry-after")).isNotEmpty();
        assertThat(stream(hub.as("other-" + UUID.randomUUID(), Role.ORG_ADMIN)).status())
                .isEqualTo(200);
    }

    @Test
    void streamsOfClientsThatWentAwayMakeRoomAtOnce() {
        for (int i = 0; i < 5; i++) {
            stream(api).close();
        }

        assertThat(stream(api).status()).isEqualTo(200);
    }

    @Test
    void noChangeIsMissedHoweverManyComeAtOnce() {
        String org = "many-" + UUID.randomUUID();
        Api many = hub.as(org, Role.ORG_ADMIN);
        String seen = hub.system().queryForObject("""
                with made as (
                    insert into documents (id, org_id, file_name, media_type, size_bytes, sha256, storage_key, status,
                                           created_by, updated_at)
                    select gen_random_uuid(), ?, 'n' || n, 'text/plain', 1, lpad(n::text, 64, '0'), ? || n, 'ready', 't',
                           now() - interval '1 hour' + n / 1000 * interval '1 millisecond'
                    from generate_series(0, 4999) n
                    returning id, updated_at)
                select (extract(epoch from updated_at) * 1000000)::bigint || '-' || id from made
                order by updated_at, id limit 1
                """, String.class, org, org + "/");

        EventStream stream = stream(many, "Last-Event-ID", java.util.Objects.requireNonNull(seen));

        Awaitility.await()
                .until(() -> stream.lines().stream()
                                .filter(line -> line.startsWith("id: "))
                                .distinct()
                                .count()
                        == 4_999);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void anIdleStreamEndsInOrderWhenTheHubStops() {
        EventStream stream = stream(api);

        hub.close();

        Awaitility.await().until(stream::ended);
        assertThat(stream.lines()).endsWith(": end", "");
    }

    private EventStream stream(Api caller, String... headers) {
        EventStream stream = EventStream.open(caller, headers);
        open.add(stream);
        return stream;
    }

    private String upload(String text) {
        return api.upload("a.txt", text.getBytes(StandardCharsets.UTF_8))
                .json()
                .path("documentId")
                .asText();
    }
}

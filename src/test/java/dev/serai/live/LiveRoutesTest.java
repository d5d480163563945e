package dev.serai.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("InlineFormatString") // texts of files are easier to read in one place
class LiveRoutesTest {
    private static final String OUTER = """
            - route:
                id: outer
                from:
                  uri: direct:outer
                  steps:
                    - transform:
                        id: outer-say
                        simple: "${body}outer%1$d-"
                    - to:
                        id: outer-call
                        uri: direct:inner
                    - transform:
                        id: outer-end
                        simple: "${body}-outer%1$d"
            """;
    private static final String INNER = """
            - route:
                id: inner
                from:
                  uri: direct:inner
                  steps:
                    - bean:
                        id: inner-hold
                        ref: gate
                        method: pass
                    - transform:
                        id: inner-say
                        simple: "${body}inner%1$d"
            """;
    private static final String SLOW = """
            - route:
                id: slow
                from:
                  uri: direct:slow
                  steps:
                    - bean:
                        id: slow-hold
                        ref: gate
                        method: pass
                    - to:
                        id: slow-call
                        uri: direct:inner
            """;
    private static final String FAILING = """
            - route:
                id: outer
                routeConfigurationId: faults
                from:
                  uri: direct:outer
                  steps:
                    - throwException:
                        id: outer-fail
                        exceptionType: java.lang.IllegalStateException
                        message: on purpose
            """;
    private static final String HANDLING = """
            - routeConfiguration:
                id: faults
                onException:
                  - onException:
                      id: faults-all
                      exception:
                        - java.lang.IllegalStateException
                      handled:
                        constant: "true"
                      steps:
                        - transform:
                            id: faults-say
                            constant: "handled %1$d"
            """;
    private static final String CLOCK = """
            - route:
                id: clock
                from:
                  uri: seda:%2$s
                  steps:
                    - bean:
                        id: clock-note
                        ref: gate
                        method: note(%1$d)
            """;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Traffic traffic = new Traffic();
    private final LinkComponent links = new LinkComponent(traffic);
    private final LiveRoutes routes = new LiveRoutes(camel, links);
    private final Gate gate = new Gate();

    /** Lets exchanges through, or holds those that ask to be held. */
    public static final class Gate {
        final CountDownLatch open = new CountDownLatch(1);
        final CountDownLatch held = new CountDownLatch(1);
        final Queue<Integer> notes = new ConcurrentLinkedQueue<>();

        public void pass(Exchange exchange) throws InterruptedException {
            if (exchange.getMessage().getBody(String.class).startsWith("hold")) {
                held.countDown();
                open.await();
            }
        }

        public void note(int revision) {
            notes.add(revision);
        }
    }

    @BeforeEach
    void start() {
        camel.addComponent("direct", links);
        camel.addLifecycleStrategy(traffic);
        camel.getCamelContextExtension().addInterceptStrategy(traffic);
        camel.getRegistry().bind("gate", gate);
        camel.start();
    }

    @AfterEach
    void stop() {
        gate.open.countDown();
        camel.stop();
    }

    private static Map<String, String> files(int revision) {
        return new TreeMap<>(
                Map.of("outer.camel.yaml", OUTER.formatted(revision), "inner.camel.yaml", INNER.formatted(revision)));
    }

    private String call(String body) {
        return camel.createFluentProducerTemplate()
                .to("direct:outer")
                .withBody(body)
                .request(String.class);
    }

    @Test
    void anAppliedSetIsWhatCallersMeet() throws Exception {
        routes.apply(1, files(1));
        assertThat(call("")).isEqualTo("outer1-inner1-outer1");

        routes.apply(2, files(2));

        assertThat(call("")).isEqualTo("outer2-inner2-outer2");
        assertThat(routes.revision()).isEqualTo(2);
        Awaitility.await()
                .untilAsserted(() -> assertThat(camel.getRoutes())
                        .extracting(route -> route.getRouteId())
                        .containsExactlyInAnyOrder("outer@2", "inner@2"));
    }

    @Test
    void onlyWhatChangedIsExchanged() throws Exception {
        Map<String, String> files = files(1);
        routes.apply(1, files);
        files.put("inner.camel.yaml", INNER.formatted(2));

        routes.apply(2, files);

        assertThat(call("")).isEqualTo("outer1-inner2-outer1");
        assertThat(camel.getRoute("outer@1")).isNotNull();
    }

    @Test
    void anExchangeEndsOnTheSetItBeganOn() throws Exception {
        routes.apply(1, files(1));
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> call("hold "));
        gate.held.await();

        routes.apply(2, files(2));

        assertThat(call("")).isEqualTo("outer2-inner2-outer2");
        assertThat(camel.getRoute("inner@1")).isNotNull();
        gate.open.countDown();
        assertThat(slow.join()).isEqualTo("hold outer1-inner1-outer1");
        Awaitility.await().until(() -> camel.getRoutesSize() == 2);
    }

    @Test
    void anExchangeFindsTheRoutesItBeganWithAfterSeveralSetsToo() throws Exception {
        Map<String, String> files = files(1);
        files.put("slow.camel.yaml", SLOW);
        routes.apply(1, files);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> camel.createFluentProducerTemplate()
                .to("direct:slow")
                .withBody("hold ")
                .request(String.class));
        gate.held.await();
        files.put("outer.camel.yaml", OUTER.formatted(2));
        routes.apply(2, files);

        files.put("inner.camel.yaml", INNER.formatted(3));
        routes.apply(3, files);

        Awaitility.await().until(() -> call("").equals("outer2-inner3-outer2"));
        assertThat(camel.getRoute("inner@1")).isNotNull();
        gate.open.countDown();
        assertThat(slow.join()).isEqualTo("hold inner1");
        Awaitility.await().until(() -> camel.getRoutesSize() == 3);
    }

    @Test
    void anExchangeThatBeganBeforeARefusedSetEndsOnItsOwnRoutesAllTheSame() throws Exception {
        Map<String, String> first = files(1);
        first.put("slow.camel.yaml", SLOW);
        routes.apply(1, first);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> camel.createFluentProducerTemplate()
                .to("direct:slow")
                .withBody("hold ")
                .request(String.class));
        gate.held.await();
        Map<String, String> bad = files(2);
        bad.put("bad.camel.yaml", "- route: {id: bad, from: {uri: 'direct:bad', steps: [{to: 'nothing:here'}]}}");
        assertThatThrownBy(() -> routes.apply(2, bad)).isInstanceOf(Exception.class);
        assertThat(call("")).isEqualTo("outer1-inner1-outer1");

        routes.apply(3, files(3));
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> camel.getRoute("inner@1") != null);
        gate.open.countDown();

        assertThat(slow.get()).isEqualTo("hold inner1");
        Awaitility.await().until(() -> camel.getRoute("inner@1") == null);
    }

    @Test
    void aSetThatCannotStartLeavesTheOldOneAsItWas() throws Exception {
        routes.apply(1, files(1));
        Map<String, String> bad = files(2);
        bad.put("bad.camel.yaml", CLOCK.formatted(2, "a?nonsense=1"));

        assertThatThrownBy(() -> routes.apply(2, bad)).hasMessageContaining("nonsense");

        assertThat(call("")).isEqualTo("outer1-inner1-outer1");
        assertThat(routes.revision()).isEqualTo(1);
        assertThat(camel.getRoutesSize()).isEqualTo(2);
        routes.apply(3, files(3));
        assertThat(call("")).isEqualTo("outer3-inner3-outer3");
    }

    @Test
    void failuresAreHandledAsTheNewestConfigurationOfAnotherFileSays() throws Exception {
        Map<String, String> files =
                new TreeMap<>(Map.of("a.camel.yaml", FAILING, "z.camel.yaml", HANDLING.formatted(1)));
        routes.apply(1, files);
        assertThat(call("")).isEqualTo("handled 1");

        files.put("z.camel.yaml", HANDLING.formatted(2));
        routes.apply(2, files);

        assertThat(call("")).isEqualTo("handled 2");
        assertThat(camel.getRoute("outer@2")).isNotNull();
    }

    @Test
    void anEntryStaysWhileItsStepsAreExchangedAndIsExchangedWhenItChanges() throws Exception {
        ProducerTemplate template = camel.createProducerTemplate();
        routes.apply(1, Map.of("clock.camel.yaml", CLOCK.formatted(1, "a")));
        template.sendBody("seda:a", "");
        Awaitility.await().untilAsserted(() -> assertThat(gate.notes).containsExactly(1));

        routes.apply(2, Map.of("clock.camel.yaml", CLOCK.formatted(2, "a")));
        template.sendBody("seda:a", "");
        Awaitility.await().untilAsserted(() -> assertThat(gate.notes).containsExactly(1, 2));
        assertThat(camel.getRoute("clock").getEndpoint().getEndpointUri()).isEqualTo("seda://a");

        routes.apply(3, Map.of("clock.camel.yaml", CLOCK.formatted(3, "b")));
        template.sendBody("seda:b", "");
        Awaitility.await().untilAsserted(() -> assertThat(gate.notes).containsExactly(1, 2, 3));
    }

    @Test
    void whatGoesThroughIsCountedByRouteAndByStepAndForgottenWithThem() throws Exception {
        routes.apply(1, files(1));
        call("");
        call("");

        assertThat(Objects.requireNonNull(traffic.figures("inner@1"))).satisfies(figures -> {
            assertThat(figures.calls()).isEqualTo(2);
            assertThat(figures.failed()).isZero();
            assertThat(figures.inFlight()).isZero();
            assertThat(figures.p95Millis()).isPositive();
        });
        assertThat(RouteStep.of(camel.getRouteDefinition("outer@1"), traffic))
                .extracting(
                        RouteStep::id,
                        RouteStep::kind,
                        RouteStep::target,
                        step -> Objects.requireNonNull(step.figures()).calls())
                .containsExactly(
                        tuple("outer-say", "transform", "${body}outer1-", 2L),
                        tuple("outer-call", "to", "direct:inner", 2L),
                        tuple("outer-end", "transform", "${body}-outer1", 2L));

        routes.apply(2, files(2));

        Awaitility.await().untilAsserted(() -> {
            assertThat(traffic.figures("inner@1")).isNull();
            assertThat(traffic.step("outer@1", "outer-say")).isNull();
        });
    }

    @Test
    void aFailureIsCountedAlsoWhenItIsHandled() throws Exception {
        routes.apply(1, new TreeMap<>(Map.of("a.camel.yaml", FAILING, "z.camel.yaml", HANDLING.formatted(1))));

        call("");

        assertThat(Objects.requireNonNull(traffic.figures("outer@1")).failed()).isEqualTo(1);
    }

    @Test
    void badDay30_nothingFailsUnderLoadAndNoExchangeMeetsTwoSets() throws Exception {
        routes.apply(1, files(1));
        AtomicBoolean over = new AtomicBoolean();
        List<Future<List<String>>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                callers.add(threads.submit(() -> {
                    List<String> answers = new ArrayList<>();
                    while (!over.get()) {
                        answers.add(call(""));
                    }
                    return answers;
                }));
            }
            for (int revision = 2; revision <= 60; revision++) {
                Map<String, String> files = files(revision);
                if (revision % 3 == 0) {
                    files.put(
                            "bad.camel.yaml",
                            "- route: {id: bad, from: {uri: 'direct:bad', steps: [{to: 'nothing:here'}]}}");
                    int bad = revision;
                    assertThatThrownBy(() -> routes.apply(bad, files)).isInstanceOf(Exception.class);
                } else {
                    routes.apply(revision, files);
                }
            }
            over.set(true);
        }
        for (Future<List<String>> caller : callers) {
            assertThat(caller.get()).isNotEmpty().allMatch(answer -> answer.matches("outer(\\d+)-inner\\1-outer\\1"));
        }
        Awaitility.await().until(() -> camel.getRoutesSize() == 2);
    }
}

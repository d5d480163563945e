package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.embedding.Lanes.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(2);
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void stop() {
        open.countDown();
        assertThat(lanes.stop()).isTrue();
    }

    @Test
    void aQueryNeverWaitsForBulkTexts() throws Exception {
        List<Future<?>> bulk = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            bulk.add(lanes.submit(Lane.BULK, this::held));
        }

        assertThat(lanes.submit(Lane.QUERY, () -> "answered").get(20, TimeUnit.SECONDS))
                .isEqualTo("answered");
        assertThat(bulk).noneMatch(Future::isDone);
    }

    @Test
    void ofQueriesOnlySoManyWait() {
        List<Future<String>> waiting = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        waiting.add(lanes.submit(Lane.QUERY, this::held));
                    }
                })
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(waiting).hasSizeBetween(256, 257);
        assertThat(lanes.isStopped()).isFalse();

        open.countDown();

        assertThat(waiting)
                .allSatisfy(query -> assertThat(query.get(20, TimeUnit.SECONDS)).isEqualTo("held"));
    }

    @Test
    void whatWaitsAtTheEndIsCancelled() {
        List<Future<String>> bulk = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            bulk.add(lanes.submit(Lane.BULK, this::held));
        }
        Thread.ofPlatform().start(lanes::stop);

        assertThat(bulk.getLast()).failsWithin(java.time.Duration.ofSeconds(20));
        assertThat(bulk.getLast().isCancelled()).isTrue();
    }

    private String held() throws InterruptedException {
        open.await();
        return "held";
    }
}

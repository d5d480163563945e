package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.embedding.Lanes.Lane;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(1);
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void queriesOvertakeWaitingBulkAndKeepTheirOrder() throws Exception {
        Future<?> running = lanes.submit(Lane.BULK, this::waitAtGate);
        Future<?> first = lanes.submit(Lane.BULK, () -> order.add("bulk 1"));
        Future<?> last = lanes.submit(Lane.BULK, () -> order.add("bulk 2"));
        Future<?> query = lanes.submit(Lane.QUERY, () -> order.add("query 1"));
        Future<?> laterQuery = lanes.submit(Lane.QUERY, () -> order.add("query 2"));

        gate.countDown();
        last.get();

        assertThat(order).containsExactly("query 1", "query 2", "bulk 1", "bulk 2");
        assertThat(List.of(running, first, query, laterQuery)).allMatch(Future::isDone);
        assertThat(lanes.stop()).isTrue();
    }

    @Test
    void stoppingCancelsWhatWaits() {
        Future<?> running = lanes.submit(Lane.BULK, this::waitAtGate);
        Future<?> waiting = lanes.submit(Lane.BULK, () -> order.add("bulk"));

        assertThat(lanes.stop()).isTrue();

        assertThat(running).isDone();
        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
        assertThat(order).isEmpty();
    }

    private boolean waitAtGate() throws InterruptedException {
        gate.await();
        return true;
    }
}

package dev.serai.pipeline;

import dev.serai.live.RouteId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Lets one stage of this node stand or run.
 *
 * <p>A stage is stopped in two steps: first its consumers fetch no more, then, when its last work has ended, they leave
 * their group, so that other nodes get their share. Camel's own suspension would wait for five seconds and then
 * interrupt the work.
 */
final class StageSwitch {
    private static final String TOPICS = "serai.documents.";

    private enum State {
        RUNNING,
        FETCHING_NO_MORE,
        STOPPED
    }

    private final CamelContext camel;
    private final String routeId;
    private final String stage;
    private final int consumers;
    private State state = State.RUNNING;

    private StageSwitch(CamelContext camel, String routeId, KafkaConfiguration kafka) {
        this.camel = camel;
        this.routeId = routeId;
        this.stage = kafka.getTopic().substring(TOPICS.length());
        this.consumers = kafka.getConsumersCount();
    }

    /** One for each route that consumes wake-ups; while one takes another's place, the newer one comes later. */
    static List<StageSwitch> of(CamelContext camel) {
        return camel.getRoutes().stream()
                .filter(r -> r.getEndpoint() instanceof KafkaEndpoint kafka
                        && kafka.getConfiguration().getTopic().startsWith(TOPICS))
                .sorted(Comparator.comparing(Route::getUptimeMillis).reversed())
                .map(r -> new StageSwitch(camel, r.getRouteId(), ((KafkaEndpoint) r.getEndpoint()).getConfiguration()))
                .toList();
    }

    /** As its file has it. */
    String routeId() {
        return RouteId.logical(routeId);
    }

    /** Whether both switch the same running route. */
    boolean isSame(StageSwitch other) {
        return routeId.equals(other.routeId);
    }

    String stage() {
        return stage;
    }

    int consumers() {
        return consumers;
    }

    boolean runs() {
        return state == State.RUNNING;
    }

    /** One step towards what is wanted; true when the stage has begun to stand or to run. */
    boolean turn(boolean run, Claims claims) throws Exception {
        return run ? start() : stop(claims);
    }

    private boolean start() throws Exception {
        State before = state;
        if (before == State.FETCHING_NO_MORE) {
            ServiceHelper.resumeService(consumer());
        } else if (before == State.STOPPED) {
            camel.getRouteController().startRoute(routeId);
        }
        state = State.RUNNING;
        return before != State.RUNNING;
    }

    private boolean stop(Claims claims) throws Exception {
        if (state == State.RUNNING) {
            ServiceHelper.suspendService(consumer());
            state = State.FETCHING_NO_MORE;
            return true;
        }
        if (state == State.FETCHING_NO_MORE && !claims.holds(stage)) {
            camel.getRouteController().stopRoute(routeId);
            state = State.STOPPED;
        }
        return false;
    }

    private Consumer consumer() {
        Route route = Objects.requireNonNull(camel.getRoute(routeId), routeId);
        return route.getConsumer();
    }
}

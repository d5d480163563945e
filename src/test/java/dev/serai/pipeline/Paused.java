package dev.serai.pipeline;

import dev.serai.TestHub;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;

/** Something done while a route stands still. */
final class Paused {
    private Paused() {}

    static <T> T during(TestHub hub, String routeId, Callable<T> action) throws Exception {
        CamelContext camel = hub.hub().context().getBean(CamelContext.class);
        camel.getRouteController().suspendRoute(routeId);
        try {
            return action.call();
        } finally {
            camel.getRouteController().resumeRoute(routeId);
        }
    }
}

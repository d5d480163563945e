package dev.serai.pipeline;

import dev.serai.live.RouteId;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Notes the step at which an exchange failed, the moment it does: a moment later Camel has forgotten it. A stage's own
 * steps are seen by its error handler; the steps of called routes, which have none, are looked at one by one.
 */
public final class FailedStep implements Processor, InterceptStrategy {
    private static final String PROPERTY = "serai.failedStep";

    /** The exception too, because one that a step caught says nothing about the next. */
    private record Note(String step, Throwable thrown) {}

    @Override
    public void process(Exchange exchange) {
        String step = exchange.getExchangeExtension().getHistoryNodeId();
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (step != null && thrown != null) {
            note(exchange, RouteId.logical(step), thrown);
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, @Nullable Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        boolean called = route != null && "called-route".equals(route.getRouteConfigurationId());
        return called ? new Watched(RouteId.logical(definition.getId()), target) : target;
    }

    /** The id of the innermost step that failed with this exchange's exception. */
    static @Nullable String of(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return exchange.getProperty(PROPERTY) instanceof Note note && holds(caught, note.thrown())
                ? note.step()
                : exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class);
    }

    private static void note(Exchange exchange, String step, Throwable thrown) {
        boolean known = exchange.getProperty(PROPERTY) instanceof Note note && holds(thrown, note.thrown());
        if (!known) {
            exchange.setProperty(PROPERTY, new Note(step, thrown));
        }
    }

    private static boolean holds(@Nullable Throwable thrown, Throwable wanted) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t == wanted) {
                return true;
            }
        }
        return false;
    }

    private static final class Watched extends DelegateAsyncProcessor {
        private final String step;

        Watched(String step, Processor target) {
            super(target);
            this.step = step;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return super.process(exchange, doneSync -> {
                if (exchange.getException() != null) {
                    note(exchange, step, exchange.getException());
                }
                callback.done(doneSync);
            });
        }
    }
}

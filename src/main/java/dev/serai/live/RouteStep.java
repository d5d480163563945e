package dev.serai.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * A step of a route with what has gone through it on this node, and the steps within it.
 *
 * @param kind such as {@code bean} or {@code choice}
 * @param id as the file has it; empty for branches, which have none
 * @param target what it calls or decides by: an address, a bean's method, an expression
 * @param figures absent where Camel counts the steps within only: branches, {@code doTry}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RouteStep(
        String kind,
        String id,
        String target,
        @Nullable String description,
        StepTraffic.@Nullable Figures figures,
        List<RouteStep> steps) {
    private static final int LONGEST = 200;

    static List<RouteStep> of(RouteDefinition route, Traffic traffic) {
        return route.getOutputs().stream()
                .filter(step -> !step.isAbstract()) // how failures are handled, not a step
                .map(step -> of(step, route.getRouteId(), traffic))
                .toList();
    }

    private static RouteStep of(OptionalIdentifiedDefinition<?> step, String routeId, Traffic traffic) {
        boolean branch = isBranch(step);
        return new RouteStep(
                step.getShortName(),
                branch ? "" : step.getId(),
                abbreviated(target(step)),
                step.getDescriptionText(),
                branch ? null : traffic.step(routeId, step.getId()),
                within(step).map(inner -> of(inner, routeId, traffic)).toList());
    }

    private static Stream<OptionalIdentifiedDefinition<?>> within(OptionalIdentifiedDefinition<?> step) {
        Stream.Builder<OptionalIdentifiedDefinition<?>> inner = Stream.builder();
        switch (step) {
            case ChoiceDefinition choice -> {
                choice.getWhenClauses().forEach(inner::add);
                Optional.ofNullable(choice.getOtherwise()).ifPresent(inner::add);
            }
            case TryDefinition attempt -> {
                attempt.getOutputsWithoutCatches().forEach(inner::add);
                Optional.ofNullable(attempt.getCatchClauses()).ifPresent(all -> all.forEach(inner::add));
                Optional.ofNullable(attempt.getFinallyClause()).ifPresent(inner::add);
            }
            case ProcessorDefinition<?> node -> node.getOutputs().forEach(inner::add);
            case OutputNode branch -> branch.getOutputs().forEach(inner::add);
            default -> {}
        }
        return inner.build();
    }

    private static boolean isBranch(OptionalIdentifiedDefinition<?> step) {
        return switch (step.getShortName()) {
            case "when", "otherwise", "doCatch", "doFinally" -> true;
            default -> false;
        };
    }

    private static String target(OptionalIdentifiedDefinition<?> step) {
        return switch (step) {
            case SendDefinition<?> send -> URISupport.sanitizeUri(send.getEndpointUri());
            case BeanDefinition bean -> bean.getRef() + (bean.getMethod() == null ? "" : "." + bean.getMethod());
            case HasExpressionType node
            when node.getExpressionType() != null ->
                String.valueOf(node.getExpressionType().getExpression());
            default -> "";
        };
    }

    private static String abbreviated(@Nullable String text) {
        String line = text == null ? "" : text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}

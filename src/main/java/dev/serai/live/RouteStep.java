package dev.serai.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * A step of a route with what has gone through it on this node, and the steps within it.
 *
 * @param kind such as {@code bean} or {@code choice}
 * @param id as the file has it; empty for branches, which have none
 * @param target what it calls or decides by: an address, a bean's method, an expression
 * @param figures absent for branches: nothing goes through a branch itself
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

    private static RouteStep of(ProcessorDefinition<?> step, String routeId, Traffic traffic) {
        String id = step.getId();
        boolean branch = isBranch(step);
        return new RouteStep(
                step.getShortName(),
                branch ? "" : id,
                abbreviated(target(step)),
                step.getDescriptionText(),
                branch ? null : traffic.step(routeId, id),
                step.getOutputs().stream()
                        .map(inner -> of(inner, routeId, traffic))
                        .toList());
    }

    private static boolean isBranch(ProcessorDefinition<?> step) {
        return switch (step.getShortName()) {
            case "when", "otherwise", "doCatch", "doFinally" -> true;
            default -> false;
        };
    }

    private static String target(ProcessorDefinition<?> step) {
        return switch (step) {
            case SendDefinition<?> send -> URISupport.sanitizeUri(send.getEndpointUri());
            case BeanDefinition bean -> bean.getRef() + (bean.getMethod() == null ? "" : "." + bean.getMethod());
            case ExpressionNode node
            when node.getExpression() != null ->
                String.valueOf(node.getExpression().getExpression());
            default -> "";
        };
    }

    private static String abbreviated(@Nullable String text) {
        String line = text == null ? "" : text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}

package dev.serai.routes;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What route files refer to and do not define themselves.
 *
 * @param properties looks up a property such as {@code serai.embedding.provider}; null when it is not set
 * @param beans every bean's name
 * @param operations the contract's operations, each of which needs a route
 * @param calledFromJava direct endpoints that the hub's own code calls
 */
public record RouteFacts(
        Function<String, @Nullable String> properties,
        Set<String> beans,
        List<ContractOperation> operations,
        Set<String> calledFromJava) {

    /** The servlet entries call these beside the operations themselves. */
    private static final Set<String> CALLED_FROM_JAVA =
            Set.of("documents-upload-recall", "documents-discard", "access-foreign-org");

    public RouteFacts {
        beans = Set.copyOf(beans);
        operations = List.copyOf(operations);
        calledFromJava = Set.copyOf(calledFromJava);
    }

    /** The hub's own contract and code, with these properties and beans. */
    public static RouteFacts of(Function<String, @Nullable String> properties, Set<String> beans) {
        return new RouteFacts(properties, beans, ContractOperation.all(), CALLED_FROM_JAVA);
    }
}

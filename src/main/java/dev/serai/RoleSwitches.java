package dev.serai;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

/** Answers {@code serai.role.worker} and its like from {@code serai.roles}, so that a route can be told when to start. */
final class RoleSwitches extends PropertySource<UnaryOperator<@Nullable String>> {
    private static final String PREFIX = "serai.role.";
    private static final List<String> ROLES = List.of("api", "worker", "scheduler");

    /** Takes a look-up rather than the environment: Spring Boot would search an environment inside itself for ever. */
    RoleSwitches(UnaryOperator<@Nullable String> properties) {
        super("serai-roles", properties);
    }

    @Override
    public @Nullable Object getProperty(String name) {
        if (!name.startsWith(PREFIX) || !ROLES.contains(name.substring(PREFIX.length()))) {
            return null;
        }
        String given = getSource().apply("serai.roles");
        String roles = given == null ? String.join(",", ROLES) : given;
        return Arrays.stream(roles.split(",", -1)).map(String::strip).anyMatch(name.substring(PREFIX.length())::equals);
    }
}

package dev.serai;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

/** Answers {@code serai.role.worker} and its like from {@code serai.roles}, so that a route can be told when to start. Without
 * {@code serai.system-enabled} no node is worker or scheduler. */
final class RoleSwitches extends PropertySource<UnaryOperator<@Nullable String>> {
    private static final String PREFIX = "serai.role.";
    private static final List<String> ROLES = List.of("api", "worker", "scheduler");

    /** What Spring takes for false. */
    private static final Set<String> OFF = Set.of("false", "off", "no", "0");

    /** Takes a look-up rather than the environment: Spring Boot would search an environment inside itself for ever. */
    RoleSwitches(UnaryOperator<@Nullable String> properties) {
        super("serai-roles", properties);
    }

    @Override
    public @Nullable Object getProperty(String name) {
        if (!name.startsWith(PREFIX) || !ROLES.contains(name.substring(PREFIX.length()))) {
            return null;
        }
        String role = name.substring(PREFIX.length());
        if (!role.equals("api") && disabled()) {
            return false; // reads are answered; nothing is worked on and nothing is scheduled
        }
        String given = getSource().apply("serai.roles");
        String roles = given == null ? String.join(",", ROLES) : given;
        return Arrays.stream(roles.split(",", -1)).map(String::strip).anyMatch(role::equals);
    }

    private boolean disabled() {
        String enabled = getSource().apply("serai.system-enabled");
        return enabled != null && OFF.contains(enabled.strip().toLowerCase(Locale.ROOT));
    }
}

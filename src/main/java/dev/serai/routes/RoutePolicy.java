package dev.serai.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What route files may use, as operators who may change the hub's configuration have written it down for those who may
 * change its routes only. Everything that is not listed is refused.
 *
 * @param limits of files and their YAML
 * @param components by scheme: the options whose value is text, an object or a group that routes may set
 * @param hosts that addresses written in routes may lead to
 * @param steps kinds of steps
 * @param languages of expressions
 * @param dataFormats of marshal and unmarshal
 * @param beans whose methods routes may call beside those of the hub's own types, as {@code bean.method}
 * @param headers that steer Camel's components and may be set
 * @param settings that placeholders may name, with {@code *} for any text
 * @param secrets settings that may only be an endpoint's credentials, with {@code *} for any text
 * @param folders below the data folder that file addresses may lead to
 * @param kept routes that nobody may stop, with {@code *} for any text
 * @param findings what is wrong with the policy; nothing is checked by a policy with findings
 */
public record RoutePolicy(
        Limits limits,
        Map<String, Set<String>> components,
        Set<String> hosts,
        Set<String> steps,
        Set<String> languages,
        Set<String> dataFormats,
        Set<String> beans,
        Set<String> headers,
        Set<String> settings,
        Set<String> secrets,
        Set<String> folders,
        Set<String> kept,
        List<Finding> findings) {
    /**
     * Sizes beyond which a file is not looked at.
     *
     * @param characters of one file
     * @param depth of nesting
     * @param files in the folder
     */
    public record Limits(int characters, int depth, int files) {}

    public RoutePolicy {
        components = Map.copyOf(components);
        findings = List.copyOf(findings);
    }

    /** Never throws for what is in the file, nor for a file that is missing: that is a finding like any other. */
    public static RoutePolicy read(Path file) {
        try {
            return of(file.toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException e) {
            return broken(new Finding(
                    file.toString(),
                    1,
                    1,
                    Rule.POLICY.code(),
                    "the route policy cannot be read: " + e.getClass().getSimpleName(),
                    "restore config/route-policy.yaml; without it no route is accepted"));
        }
    }

    /** {@code name} is what findings call the file. */
    static RoutePolicy of(String name, String text) {
        return new PolicyReader(name).read(text);
    }

    private static RoutePolicy broken(Finding finding) {
        Set<String> none = Set.of();
        return new RoutePolicy(
                new Limits(0, 0, 0),
                Map.of(),
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                List.of(finding));
    }

    /** Whether a route must go on running, by its id. */
    public boolean keeps(String routeId) {
        return kept.stream().anyMatch(pattern -> glob(pattern).matcher(routeId).matches());
    }

    boolean isSetting(String name) {
        return settings.stream().anyMatch(pattern -> glob(pattern).matcher(name).matches());
    }

    /** Spring reads {@code remote.k-ey} as {@code remote.key}, so dashes, underscores and case do not count. */
    boolean isSecret(String name) {
        String plain = plain(name);
        return secrets.stream()
                .anyMatch(pattern -> glob(plain(pattern)).matcher(plain).matches());
    }

    /** {@code authority} is a host, with a port if the address has one. */
    boolean allowsHost(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String host = lower.replaceFirst(":\\d+$", "");
        return hosts.stream()
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .anyMatch(pattern -> label(pattern).matcher(lower).matches()
                        || label(pattern).matcher(host).matches());
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_\\s]", "");
    }

    private static Pattern glob(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }

    /** Here {@code *} stands for one name between dots. */
    private static Pattern label(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E[a-z0-9-]+\\Q"));
    }
}

package dev.serai.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's URL must look like. Asked when it is registered, for an answer at once, and again before each
 * attempt, as the rules may have changed; what its name leads to is judged when it is called.
 */
final class EndpointUrls {
    private static final int LONGEST = 2_000;

    private final OutboundSettings settings;
    private final PublicAddresses addresses;

    EndpointUrls(OutboundSettings settings, PublicAddresses addresses) {
        this.settings = settings;
        this.addresses = addresses;
    }

    /** Everything that is wrong, in sentences; empty when nothing is. */
    List<String> problems(String text) {
        if (text.length() > LONGEST) {
            return List.of("has %d characters; at most %d".formatted(text.length(), LONGEST));
        }
        try {
            return problems(new URI(text));
        } catch (URISyntaxException e) {
            return List.of("is no URL: " + e.getReason().toLowerCase(Locale.ROOT));
        }
    }

    private List<String> problems(URI url) {
        List<String> problems = new ArrayList<>();
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!schemes().contains(scheme)) {
            problems.add("has the scheme %s; use %s".formatted(scheme, String.join(" or ", schemes())));
        }
        if (url.getRawUserInfo() != null) {
            problems.add("carries a user or password; the signature says who sends");
        }
        if (url.getRawFragment() != null) {
            problems.add("has a fragment (#…), which no server ever sees");
        }
        int port = port(url, scheme);
        if (!settings.ports().contains(port)) {
            problems.add("names the port %d; use one of %s".formatted(port, new TreeSet<>(settings.ports())));
        }
        host(host(url), problems);
        return problems;
    }

    private void host(@Nullable String host, List<String> problems) {
        if (host == null) {
            problems.add("names no host; write names with other letters in their ASCII form (xn--…)");
            return;
        }
        addresses.refusalOfText(host).ifPresent(problems::add);
        if (AddressText.isNumeric(host) && AddressText.parse(host).isEmpty()) {
            problems.add(host + " is no address that can be judged");
        }
    }

    /** Java sees no host in spellings such as 127.1, which others would call: they are addresses all the same. */
    static @Nullable String host(URI url) {
        if (url.getHost() != null || url.getRawAuthority() == null) {
            return url.getHost();
        }
        String bare = url.getRawAuthority().replaceFirst("^.*@", "").replaceFirst(":\\d*$", "");
        return AddressText.isNumeric(bare) ? bare : null;
    }

    private Set<String> schemes() {
        return settings.allowInsecure() ? new TreeSet<>(Set.of("http", "https")) : Set.of("https");
    }

    private static int port(URI url, String scheme) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return scheme.equals("http") ? 80 : 443;
    }
}

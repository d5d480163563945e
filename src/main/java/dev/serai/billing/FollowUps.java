package dev.serai.billing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** Says what has to be computed anew after an event, so that most events need few statements. */
public final class FollowUps {
    /** By the kind of an observed object. Whatever moves a customer to another org is for all of its rows; the route sees that. */
    private static final Map<String, Set<String>> OF_KIND = Map.ofEntries(
            Map.entry("charge", Set.of("disputes", "wallet")),
            Map.entry("customer", Set.of("seats")),
            Map.entry("dispute", Set.of("owner", "disputes", "notices", "ends")),
            Map.entry("link", Set.of("seats")),
            Map.entry("notice", Set.of("notices")),
            Map.entry("payment", Set.of("wallet")),
            Map.entry("price", Set.of("catalogue")),
            Map.entry("product", Set.of("catalogue")),
            Map.entry("subscription", Set.of("seats", "subscription")),
            Map.entry("upcoming", Set.of("seats")));

    /** Header in: {@code kinds}. Header out: {@code follows}, words with blanks between them. */
    public void list(Exchange exchange) {
        Set<String> follows = new TreeSet<>();
        for (Object kind : exchange.getMessage().getHeader("kinds", List.of(), List.class)) {
            follows.addAll(OF_KIND.getOrDefault(String.valueOf(kind), Set.of()));
        }
        exchange.getMessage().setHeader("follows", String.join(" ", follows));
    }
}

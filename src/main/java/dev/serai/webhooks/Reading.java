package dev.serai.webhooks;

import org.jspecify.annotations.Nullable;

/** What a verified body says of itself. */
sealed interface Reading {
    /**
     * JSON with what it says of itself.
     *
     * @param id empty when the body has none where it was looked for
     * @param type empty when the body has none
     * @param object Stripe's kind of thing; empty when the body has none
     * @param live null when the body does not say
     * @param account the connected account that the event is of; null for the sender's own
     */
    record Event(
            String id,
            String type,
            String object,
            @Nullable Boolean live,
            @Nullable String account) implements Reading {}

    /**
     * No JSON object.
     *
     * @param why what is wrong and where, without the body's words
     */
    record Unparseable(String why) implements Reading {}
}

package dev.serai.outbound;

import java.util.Map;

/**
 * A claimed delivery, as {@code delivery-claim.sql} answers it.
 *
 * @param attempt the fence, and the number of this attempt
 * @param failures failed attempts before this one since the message or its last replay
 * @param messageId the header webhook-id
 * @param content the body as it is sent
 * @param secrets sealed, as {@link EndpointSecrets#open} takes them
 */
record Delivery(
        long id,
        int attempt,
        int failures,
        String endpointId,
        String url,
        String messageId,
        String content,
        String secrets) {

    static Delivery of(Map<?, ?> row) {
        return new Delivery(
                number(row, "deliveryId").longValue(),
                number(row, "attempt").intValue(),
                number(row, "failures").intValue(),
                String.valueOf(row.get("endpointId")),
                String.valueOf(row.get("url")),
                String.valueOf(row.get("messageId")),
                String.valueOf(row.get("content")),
                String.valueOf(row.get("secrets")));
    }

    private static Number number(Map<?, ?> row, String name) {
        return (Number) row.get(name);
    }
}

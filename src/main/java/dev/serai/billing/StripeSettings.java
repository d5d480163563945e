package dev.serai.billing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Stripe is called for what could not be done at once.
 *
 * @param leaseSeconds an answer that takes longer is asked for again; longer than the call's own time limit
 * @param attempts of one call; then it waits for an operator
 * @param firstDelaySeconds before the second attempt; doubles with each further one, with jitter
 * @param longestDelaySeconds between two attempts
 */
@ConfigurationProperties("serai.billing.calls")
record StripeSettings(
        @DefaultValue("60") int leaseSeconds,
        @DefaultValue("10") int attempts,
        @DefaultValue("2") int firstDelaySeconds,
        @DefaultValue("900") int longestDelaySeconds) {}

/** What Stripe says about customers, subscriptions, invoices and prices, and what the hub tells Stripe: seats. */
@NullMarked
package dev.serai.billing;

import org.jspecify.annotations.NullMarked;

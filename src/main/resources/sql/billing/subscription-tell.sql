-- The org's own endpoints are told what its subscription is now; once for each event that changed it. Most orgs have none.
select outbound_publish(s.org_id, 'subscription.changed', 'stripe:' || :#eventId, jsonb_build_object(
    'orgId', s.org_id, 'subscriptionId', s.subscription_id, 'status', s.status, 'access', s.access, 'reason', s.reason,
    'seats', s.seats_bought, 'amountMinor', s.amount_minor, 'currency', s.currency, 'periodEnd', s.period_end,
    'paidUntil', s.paid_until, 'trialEnd', s.trial_end, 'cancelAtPeriodEnd', s.cancel_at_period_end))
from billing_subscriptions s
where s.org_id = :#${header.effectOrg}
  and exists (select from webhook_endpoints e where e.org_id = :#${header.effectOrg}::text)

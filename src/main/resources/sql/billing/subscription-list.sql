-- One page of all orgs' subscriptions as the answer's JSON.
with page as (
    select s.*, n.used from billing_subscriptions s left join billing_seats n on n.org_id = s.org_id
    where (:#status::text is null or s.status = :#status) and (:#after::text is null or s.org_id > :#after)
    order by s.org_id limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by org_id) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'org', org_id, 'subscriptionId', subscription_id, 'customerId', customer_id, 'status', status, 'access', access,
        'reason', reason, 'seats', jsonb_build_object('used', used, 'bought', seats_bought),
        'amount', jsonb_build_object('minor', amount_minor, 'currency', currency, 'baseMinor', base_amount_minor,
                                     'seatMinor', seat_amount_minor),
        'periodEnd', period_end, 'paidUntil', paid_until, 'trialEnd', trial_end, 'nextAttemptAt', next_attempt_at,
        'cancelAtPeriodEnd', cancel_at_period_end, 'collectionPaused', collection_paused, 'disputed', disputed)
        order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(org_id) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

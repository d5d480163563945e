-- What the org may use, why and until when, as the answer's JSON.
select jsonb_build_object(
    'org', me.org_id, 'plan', p.code, 'access', a.access, 'reason', a.reason, 'until', a.until, 'enforced', a.enforced,
    'status', s.status,
    'seats', jsonb_build_object('used', n.used, 'bought', s.seats_bought),
    'amount', case when s.org_id is null then null else
        jsonb_build_object('minor', s.amount_minor, 'currency', s.currency, 'baseMinor', s.base_amount_minor,
                           'seatMinor', s.seat_amount_minor) end,
    'periodEnd', s.period_end, 'paidUntil', s.paid_until, 'trialEnd', s.trial_end, 'nextAttemptAt', s.next_attempt_at,
    'cancelAtPeriodEnd', coalesce(s.cancel_at_period_end, false), 'collectionPaused', coalesce(s.collection_paused, false),
    'features', coalesce(s.features, '[]'),
    'wallet', (select coalesce(jsonb_agg(jsonb_build_object('minor', w.minor, 'currency', w.currency)), '[]')
               from (select sum(amount_minor) as minor, currency from wallet_entries where org_id = me.org_id
                     group by currency order by currency) w)
)::text
from (select :#${exchangeProperty.orgId}::text as org_id) me
cross join lateral billing_access(me.org_id) a
left join billing_plans p on p.code = 'standard'
left join billing_subscriptions s on s.org_id = me.org_id
left join billing_seats n on n.org_id = me.org_id

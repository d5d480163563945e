-- Pushed again later, or never again by itself: then operators are told. A newer wish begins anew.
with failed as (
    update billing_seats
    set failures = case when generation = :#generation::integer then failures + 1 else 0 end,
        error = :#error, updated_at = clock_timestamp(),
        state = case when generation <> :#generation::integer then 'waiting'
                     when :#result = 'dead' or failures + 1 >= :#attempts::integer then 'dead' else 'waiting' end,
        next_attempt_at = clock_timestamp() + make_interval(secs => greatest(
            :#retryAfter::integer,
            least(:#longestDelay::integer, :#firstDelay::integer * power(2, least(failures, 20))) * (0.75 + random() / 2)))
    where org_id = :#seatsOrg and attempt = :#attempt::integer and state = 'pushing'
    returning *
)
insert into notices (audience, org_id, kind, notice_key, severity, text, details)
select 'operator', org_id, 'billing.seats-dead', org_id || ':' || generation, 'P2',
       'Stripe does not take the number of seats; it bills another one',
       jsonb_build_object('used', used, 'bought', bought, 'error', error)
from failed where state = 'dead'
on conflict (kind, notice_key) do nothing

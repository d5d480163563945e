-- Asked again later, or never again by itself: then operators are told.
with failed as (
    update billing_fetches
    set failures = failures + 1, error = :#error,
        state = case when :#result = 'dead' or failures + 1 >= :#attempts::integer then 'dead' else 'waiting' end,
        next_attempt_at = clock_timestamp() + make_interval(secs => greatest(
            :#retryAfter::integer,
            least(:#longestDelay::integer, :#firstDelay::integer * power(2, least(failures, 20))) * (0.75 + random() / 2)))
    where kind = :#kind and object_id = :#id and attempt = :#attempt::integer
    returning *
)
insert into notices (audience, kind, notice_key, severity, text, details)
select 'operator', 'billing.fetch-dead', kind || ':' || object_id || ':' || at, 'P3',
       'Stripe could not be asked what is so; the order of states decided',
       jsonb_build_object('kind', kind, 'object', object_id, 'error', error)
from failed where state = 'dead'
on conflict (kind, notice_key) do nothing

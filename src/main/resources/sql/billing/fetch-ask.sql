-- Stripe shall be asked about what two events of one second disagree about, when that second is over.
insert into billing_fetches as f (kind, object_id, at, next_attempt_at)
select d.kind, d.id, d.at, greatest(clock_timestamp(), to_timestamp(d.at + 2))
from jsonb_to_recordset(:#doubtful::jsonb) as d (kind text, id text, at bigint)
where d.kind in ('subscription', 'customer', 'invoice', 'charge') and :#mayAsk::text = 'yes'
on conflict (kind, object_id) do update
    set at = greatest(f.at, excluded.at), state = 'waiting', failures = 0, error = null, attempt = f.attempt + 1,
        next_attempt_at = excluded.next_attempt_at

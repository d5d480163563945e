-- One recovery for this node until its lease ends, and the query for its next page.
with due as (
    select id from webhook_recoveries where state = 'running' and next_attempt_at <= clock_timestamp()
    order by next_attempt_at limit 1 for update skip locked
)
update webhook_recoveries r
set attempt = r.attempt + 1, next_attempt_at = clock_timestamp() + make_interval(secs => :#leaseSeconds::integer)
from due where r.id = due.id
returning r.id::text as recovery, r.source, r.attempt, r.failures,
    'limit=100&created%5Bgte%5D=' || floor(extract(epoch from r.since))::bigint
    || '&created%5Blte%5D=' || ceil(extract(epoch from r.until))::bigint
    || coalesce('&starting_after=' || r.place, '') as query

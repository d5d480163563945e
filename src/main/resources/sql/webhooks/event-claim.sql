-- The oldest events that are due, for this node alone until its lease ends.
with due as (
    select event_seq from webhook_outbox
    where available_at <= clock_timestamp()
    order by available_at, event_seq
    limit :#batch::integer
    for update skip locked
), claimed as (
    update webhook_outbox o
    set attempt = o.attempt + 1, available_at = clock_timestamp() + make_interval(secs => :#leaseSeconds::integer)
    from due where o.event_seq = due.event_seq
    returning o.event_seq, o.attempt
)
select e.seq as "eventSeq", e.source, e.event_id as "eventId", e.type as "eventType", e.body, c.attempt,
       e.attempts + 1 as "eventAttempt"
from claimed c join webhook_events e on e.seq = c.event_seq
order by e.seq

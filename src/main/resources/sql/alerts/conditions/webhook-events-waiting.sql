-- Seconds for which the oldest stored event has waited for its processing.
select '' as key, coalesce(extract(epoch from clock_timestamp() - min(e.received_at)), 0)::bigint as value,
       count(*) || ' stored webhook events have waited for more than 5 minutes' as text
from webhook_outbox o join webhook_events e on e.seq = o.event_seq
where e.received_at < clock_timestamp() - interval '5 minutes'

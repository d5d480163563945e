-- Another attempt later; or, when they are used up, an event that waits for an operator, and a notice to one.
with mine as (
    select event_seq from webhook_outbox where event_seq = :#eventSeq and attempt = :#attempt for update
), later as (
    update webhook_outbox o
    set available_at = clock_timestamp() + make_interval(secs => :#delaySeconds::float8)
    from mine where o.event_seq = mine.event_seq and :#retry::boolean
), ended as (
    delete from webhook_outbox o using mine where o.event_seq = mine.event_seq and not :#retry::boolean
), told as (
    insert into notices (audience, kind, notice_key, severity, text, details)
    select 'operator', 'webhook-dead', :#eventSeq::text, 'P2',
           'An event of ' || :#source || ' could not be worked off; look at it and replay it',
           jsonb_build_object('delivery', mine.event_seq, 'source', :#source, 'eventId', :#eventId,
                              'type', :#eventType, 'code', :#errorCode)
    from mine where not :#retry::boolean
    on conflict (kind, notice_key) do update set closed_at = null
)
update webhook_events e
set state = case when :#retry::boolean then e.state else 'dead' end, attempts = e.attempts + 1,
    error_code = :#errorCode, error_message = :#errorMessage
from mine where e.seq = mine.event_seq

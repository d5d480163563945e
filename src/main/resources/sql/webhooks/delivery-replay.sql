-- Lets an event wait for its processing again; its trigger writes the wake-up. Should it die again, so is told again.
with told as (
    update notices set closed_at = clock_timestamp()
    where kind = 'webhook-dead' and notice_key = :#delivery::text and closed_at is null
      and exists (select from webhook_events where seq = :#delivery and state = 'dead')
)
update webhook_events
set state = 'waiting', attempts = 0, error_code = null, error_message = null, processed_at = null
where seq = :#delivery and state in ('applied', 'stale', 'ignored', 'dead')
returning jsonb_build_object('delivery', seq, 'source', source, 'eventId', event_id, 'type', type)::text

-- Lets an event wait for its processing again; its trigger writes the wake-up.
update webhook_events
set state = 'waiting', attempts = 0, error_code = null, error_message = null, processed_at = null
where seq = :#delivery and state in ('applied', 'stale', 'ignored', 'dead')
returning jsonb_build_object('delivery', seq, 'source', source, 'eventId', event_id, 'type', type)::text

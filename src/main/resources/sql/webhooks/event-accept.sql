-- The event and, by its trigger, its wake-up. A second one of the same id only counts.
insert into webhook_events as e (source, event_id, type, body, headers, verification, secret, state)
values (:#source, :#eventId, :#eventType, :#${body}, :#kept::jsonb, :#verification::jsonb, :#secret, :#state)
on conflict (source, event_id) do update
    set duplicates = e.duplicates + 1, duplicated_at = clock_timestamp()
returning '{"received":true,"duplicate":' || (duplicates > 0)::text || '}'

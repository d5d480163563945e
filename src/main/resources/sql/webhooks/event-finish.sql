-- Result and end of the wake-up together; nothing when another node has the event by now.
-- The commit does not wait for the disk: if the database falls before it is there, the effects and the end of the wake-up
-- are lost together and the event is worked off again. Whoever acts on the effects commits later, and waits for both.
with mine as (
    delete from webhook_outbox where event_seq = :#eventSeq and attempt = :#attempt
    returning event_seq
)
update webhook_events e
set state = :#outcome, effects = :#effects::jsonb, org_id = :#${header.effectOrg}, attempts = e.attempts + 1,
    error_code = null, error_message = null, processed_at = clock_timestamp()
from mine, set_config('synchronous_commit', 'off', true) where e.seq = mine.event_seq

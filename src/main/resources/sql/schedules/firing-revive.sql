-- Whoever asks for a slot gets it, although it was missed or has failed, and has ten seconds to begin it.
with slots as (
    select * from jsonb_to_recordset(:#slots::jsonb) as s (job text, cron text, zone text, slot timestamptz)
), revived as (
    update schedule_firings f
    set state = 'waiting', attempt = 0, available_at = clock_timestamp() + interval '10 seconds',
        trigger = :#trigger, ended_at = null, error_code = null, error_message = null
    from slots s
    join schedule_wishes(:#jobs::jsonb) w on (w.job, w.cron, w.zone) = (s.job, s.cron, s.zone)
    where f.job = s.job and f.scheduled_for = s.slot and f.scope = w.scope and f.state in ('missed', 'failed')
    returning f.id
)
select coalesce(jsonb_agg(id), '[]')::text from revived

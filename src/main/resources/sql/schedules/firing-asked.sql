-- The firings of the slots that were asked for, whoever made them.
select coalesce(jsonb_agg(f.id), '[]')::text
from jsonb_to_recordset(:#slots::jsonb) as s (job text, cron text, zone text, slot timestamptz)
join schedule_wishes(:#jobs::jsonb) w on (w.job, w.cron, w.zone) = (s.job, s.cron, s.zone)
join schedule_firings f on f.job = s.job and f.scheduled_for = s.slot and f.scope = w.scope

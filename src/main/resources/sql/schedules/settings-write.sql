-- The org's wishes take the place of the earlier ones, with both in its activity log; sending what is so changes nothing.
with before as (
    select * from schedule_settings where org_id = current_setting('serai.org') and job = :#job
), written as (
    insert into schedule_settings as s (org_id, job, enabled, cron, zone, updated_by)
    values (current_setting('serai.org'), :#job, :#enabled::boolean, :#cron, :#zone, :#${exchangeProperty.userId})
    on conflict (org_id, job) do update
    set enabled = excluded.enabled, cron = excluded.cron, zone = excluded.zone, updated_by = excluded.updated_by,
        updated_at = clock_timestamp()
    where (s.enabled, s.cron, s.zone) is distinct from (excluded.enabled, excluded.cron, excluded.zone)
    returning s.*
)
insert into activity_log (org_id, actor, action, subject, details)
select w.org_id, w.updated_by, 'schedule.changed', w.job, jsonb_build_object(
    'before', (select jsonb_build_object('enabled', b.enabled, 'cron', b.cron, 'zone', b.zone) from before b),
    'after', jsonb_build_object('enabled', w.enabled, 'cron', w.cron, 'zone', w.zone))
from written w

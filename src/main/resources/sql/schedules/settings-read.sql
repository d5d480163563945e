-- What the org wishes of a job, and what is so without, as the answer's JSON.
select jsonb_build_object(
    'job', :#job::text, 'title', :#title::text,
    'enabled', coalesce(s.enabled, true),
    'cron', coalesce(s.cron, :#defaultCron), 'zone', coalesce(s.zone, :#defaultZone),
    'own', jsonb_build_object('cron', s.cron, 'zone', s.zone),
    'default', jsonb_build_object('cron', :#defaultCron::text, 'zone', :#defaultZone::text),
    'updatedBy', s.updated_by, 'updatedAt', s.updated_at)::text
from (values (current_setting('serai.org'))) as wanted (org)
left join schedule_settings s on s.org_id = wanted.org and s.job = :#job

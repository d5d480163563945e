-- All check-in settings of an org at once; nothing is written when nothing changes.
with before as (
    select * from checkin_settings_of(:#org, :#defaults::jsonb)
), wanted as (
    select b.version,
           :#departmentId::uuid is null
               or exists (select from departments d where d.org_id = :#org and d.id = :#departmentId::uuid) as there,
           :#base::bigint is null or :#base::bigint = b.version as newest
    from before b
), changed as (
    insert into checkin_settings as s
        (org_id, enabled, weekdays, every_weeks, department_id, reminders, expire_days, updated_by)
    select :#org, :#enabled, :#weekdays::smallint[], :#everyWeeks, :#departmentId::uuid, :#reminders, :#expireDays,
           :#${exchangeProperty.userId}
    from wanted where there and newest
    on conflict (org_id) do update
        set enabled = excluded.enabled, weekdays = excluded.weekdays, every_weeks = excluded.every_weeks,
            department_id = excluded.department_id, reminders = excluded.reminders, expire_days = excluded.expire_days,
            version = s.version + 1, updated_by = excluded.updated_by, updated_at = clock_timestamp()
        where (s.enabled, s.weekdays, s.every_weeks, s.department_id, s.reminders, s.expire_days)
            is distinct from (excluded.enabled, excluded.weekdays, excluded.every_weeks, excluded.department_id,
                              excluded.reminders, excluded.expire_days)
    returning s.*
), details as (
    select jsonb_build_object('before', checkin_settings_json(b), 'after', checkin_settings_json(c)) as details
    from changed c, before b
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select :#org, :#${exchangeProperty.userId}, 'checkin.settings', :#org, details from details
)
select w.there as "there", w.newest as "newest", w.version as "version", (select details::text from details) as "details"
from wanted w

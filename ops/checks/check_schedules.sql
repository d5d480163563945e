-- Schedules: is each job done when it is due, was anything missed, has anything failed, is a job paused?
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_schedules.sql
--
-- One row for each kind with its count.
with kinds as (
    select 1 as place, 'minutes since the slots were computed, beyond five' as what,
           (select greatest(0, floor(extract(epoch from now() - max(looked_until)) / 60) - 5)::bigint from schedule_marks) as n,
           'P2' as level, 'is a node with the role scheduler up? Runbook ScheduleMissed' as what_to_do
    union all
    select 2, 'firings that failed for good within 7 days',
           (select count(*) from schedule_firings where state = 'failed' and scheduled_for > now() - interval '7 days'),
           'P2', 'runbook ScheduleFailed'
    union all
    select 3, 'slots that were missed within 7 days',
           (select count(distinct (job, scheduled_for)) from schedule_firings
            where state = 'missed' and scheduled_for > now() - interval '7 days'),
           'P2', 'runbook ScheduleMissed'
    union all
    select 4, 'firings that wait for more than 10 minutes',
           (select count(*) from schedule_firings
            where state in ('waiting', 'running') and made_at < now() - interval '10 minutes'),
           'P2', 'GET /api/schedules/{job}/firings?state=waiting shows their codes'
    union all
    select 5, 'jobs that are paused',
           (select count(*) from schedule_pauses where until > now()),
           'P3', 'GET /api/schedules says until when and why'
)
select case when coalesce(n, 0) = 0 then 'OK' else level end as level,
       what,
       coalesce(n, 0)::text as value,
       '0' as expected,
       case when coalesce(n, 0) = 0 then 'nothing' else what_to_do end as what_to_do
from kinds
order by coalesce(n, 0) > 0 desc, place;

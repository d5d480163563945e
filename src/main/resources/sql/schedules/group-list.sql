-- Each cron and zone that somebody wants of a job, up to when its slots have become firings, and what time it is: the
-- database's clock decides for all nodes.
with clock as (
    select clock_timestamp() as now
), groups as (
    select distinct job, cron, zone from schedule_wishes(:#jobs::jsonb)
), met as (
    insert into schedule_marks (job, cron, zone, looked_until)
    select job, cron, zone, now from groups, clock
    on conflict do nothing
)
select g.job, g.cron, g.zone,
       to_char(coalesce(m.looked_until, now) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as looked,
       to_char(now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now,
       exists (select from schedule_pauses p where p.job = g.job and p.until > now) as paused
from groups g cross join clock
left join schedule_marks m on (m.job, m.cron, m.zone) = (g.job, g.cron, g.zone)
order by 1, 2, 3

-- Check-ins: did the schedule run, and does what it leaves behind look right?
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_checkins.sql
--
-- One row for each kind with its count. GET /api/sessions?date= shows the same by org.
with kinds as (
    select 1 as place, 'orgs whose newest firing of check-ins failed' as what,
           (select count(*) from (
               select distinct on (scope) state from schedule_firings
               where job = 'scheduler' and scheduled_for > now() - interval '2 days'
               order by scope, scheduled_for desc) newest
            where state = 'failed') as n,
           'P2' as level, 'GET /api/sessions shows them first, with the code; mend the cause, then run the schedule now' as what_to_do
    union all
    select 2, 'orgs with members, the hub''s own schedule and no firing for 26 hours',
           (select count(*) from (
               select distinct m.org_id from members m
               where m.ended_at is null and m.created_at < now() - interval '26 hours') o
            where not exists (select from schedule_settings s where s.org_id = o.org_id and s.job = 'scheduler')
              and not exists (select from schedule_firings f
                              where f.job = 'scheduler' and f.scope in (o.org_id, '')
                                and f.scheduled_for > now() - interval '26 hours')),
           'P2', 'is a node with the role scheduler up? GET /api/schedules'
    union all
    select 3, 'sessions open for more than 3 days after their end',
           (select count(*) from checkin_sessions where state = 'pending' and expires_on < current_date - 3),
           'P3', 'the next firing of the org ends them; is its schedule paused?'
    union all
    select 4, 'sessions of a day in the future',
           (select count(*) from checkin_sessions where local_date > (now() at time zone 'Pacific/Kiritimati')::date),
           'P3', 'are the clocks of the nodes right?'
)
select case when n = 0 then 'OK' else level end as level,
       what,
       n::text as value,
       '0' as expected,
       case when n = 0 then 'nothing' else what_to_do end as what_to_do
from kinds
order by n > 0 desc, place;

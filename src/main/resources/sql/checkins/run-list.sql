-- Did check-ins run on a day: each org with members, sessions or a firing, those that did not run first; as JSON.
with days as (
    select coalesce(:#date::date, (clock_timestamp() at time zone 'UTC')::date) as day
), staff as (
    select m.org_id, count(*) as members from members m
    where m.ended_at is null and (:#org::text is null or m.org_id = :#org)
    group by m.org_id
), counts as (
    select org_id, jsonb_object_agg(state, n) as sessions
    from (select s.org_id, s.state, count(*) as n from checkin_sessions s join days d on s.local_date = d.day
          where :#org::text is null or s.org_id = :#org
          group by s.org_id, s.state) by_state
    group by org_id
), firings as (
    select distinct on (f.scope) f.scope, f.state, f.id,
           bool_or(f.state = 'done') over (partition by f.scope) as done
    from days d
    join schedule_firings f on f.job = :#createJob and f.scheduled_for >= d.day - interval '1 day'
        and f.scheduled_for < d.day + interval '2 days'
    -- In the zone in which the slot was computed; without it, UTC.
    where (f.scheduled_for at time zone f.zone)::date = d.day
      and (:#org::text is null or f.scope in (:#org, ''))
    order by f.scope, f.scheduled_for desc
), orgs as (
    select org_id from staff union select org_id from counts
    union select scope from firings where scope <> ''
    union select :#org where :#org::text is not null
), rows as (
    select o.org_id, coalesce(f.done, false) as ran, coalesce(t.members, 0) as members,
           '{"pending": 0, "completed": 0, "expired": 0, "skipped": 0}' || coalesce(c.sessions, '{}') as sessions,
           case when g.id is not null then jsonb_build_object(
               'state', g.state, 'scheduledFor', g.scheduled_for, 'startedAt', g.started_at, 'endedAt', g.ended_at,
               'created', g.created, 'duplicate', g.duplicate, 'code', g.error_code) end as firing
    from orgs o
    left join staff t on t.org_id = o.org_id
    left join counts c on c.org_id = o.org_id
    left join lateral (select * from firings f where f.scope in (o.org_id, '') order by f.scope desc limit 1) f on true
    left join schedule_firings g on g.id = f.id
    order by 2, 1
    limit 201
), numbered as (
    select rows.*, row_number() over (order by ran, org_id) as n from rows
)
select jsonb_build_object(
    'date', (select day from days),
    'orgs', coalesce(jsonb_agg(jsonb_build_object(
        'org', org_id, 'ran', ran, 'firing', firing, 'members', members, 'sessions', sessions) order by n)
        filter (where n <= 200), '[]'),
    'moreOrgs', count(*) > 200)::text as "runs"
from numbered

-- The day's orgs, and one page of the day's sessions, as the answer's JSON.
with page as (
    select s.id, checkin_session_json(s) as shown
    from checkin_sessions s
    where s.local_date = (:#runs::jsonb ->> 'date')::date
      and (:#org::text is null or s.org_id = :#org)
      and (:#member::text is null or s.member_id = :#member)
      and (:#state::text is null or s.state = :#state)
      and (:#after::uuid is null or s.id > :#after::uuid)
    order by s.id
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by id) as n from page
)
select (:#runs::jsonb || jsonb_build_object(
    'items', coalesce(jsonb_agg(shown order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', (select id from numbered where n = :#limit::bigint
             and exists (select from numbered where n > :#limit::bigint))))::text
from numbered

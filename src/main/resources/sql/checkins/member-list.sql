-- One page of the org's members, as the answer's JSON; addresses only for those who may see the whole org.
with page as (
    select m.* from members m
    where m.org_id = :#org
      and (:#department::uuid is null or m.department_id = :#department::uuid)
      and (:#state::text is null or (:#state = 'active') = (m.ended_at is null))
      and (:#after::text is null or m.user_id > :#after)
    order by m.user_id
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by user_id) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'memberId', user_id, 'firstName', first_name, 'lastName', last_name, 'role', role, 'departmentId', department_id,
        'state', case when ended_at is null then 'active' else 'ended' end, 'endedAt', ended_at)
        || case when :#member::text is null then jsonb_build_object('email', email) else '{}' end
        order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', (select user_id from numbered where n = :#limit::bigint
             and exists (select from numbered where n > :#limit::bigint)))::text
from numbered

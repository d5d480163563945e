-- One page of the org's departments by name, with how many members each has, as the answer's JSON.
with page as (
    select d.id, d.name, d.created_at from departments d
    where d.org_id = :#org and (:#after::text is null or lower(d.name) > lower(:#after))
    order by lower(d.name)
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by lower(name)) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'departmentId', id, 'name', name, 'createdAt', created_at,
        'members', (select count(*) from members m
                    where m.org_id = :#org and m.department_id = numbered.id and m.ended_at is null))
        order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', (select name from numbered where n = :#limit::bigint
             and exists (select from numbered where n > :#limit::bigint)))::text
from numbered

-- A new department; no row comes back when there is one of the name, in whatever case.
with made as (
    insert into departments (org_id, name, created_by) values (:#org, :#name, :#${exchangeProperty.userId})
    on conflict (org_id, lower(name)) do nothing
    returning *
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select org_id, created_by, 'department.created', id::text, jsonb_build_object('name', name) from made
)
select jsonb_build_object('departmentId', id, 'name', name, 'createdAt', created_at, 'members', 0)::text as "department"
from made

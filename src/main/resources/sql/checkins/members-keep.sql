-- The memberships of the users that an event tells of, in every org; written only where something is otherwise.
insert into members as m (org_id, user_id, role, email, first_name, last_name, ended_at)
select t.org_id, t.user_id, t.role, t.email, t.first_name, t.last_name, t.ended_at
from members_told t
-- An array: the planner pushes it into the view, which it would otherwise make for all users first.
where t.user_id = any (array(
    select o.object_id from jsonb_to_recordset(:#observations::jsonb) as o (kind text, object_id text)
    where o.kind = 'user'))
on conflict (org_id, user_id) do update
    set role = excluded.role, email = excluded.email, first_name = excluded.first_name, last_name = excluded.last_name,
        ended_at = excluded.ended_at, updated_at = clock_timestamp()
    where (m.role, m.email, m.first_name, m.last_name, m.ended_at)
        is distinct from (excluded.role, excluded.email, excluded.first_name, excluded.last_name, excluded.ended_at)

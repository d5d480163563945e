-- Puts a member into a department of the same org, or into none.
with wanted as (
    select exists (select from members m where m.org_id = :#org and m.user_id = :#memberId) as known,
           :#departmentId::uuid is null
               or exists (select from departments d where d.org_id = :#org and d.id = :#departmentId::uuid) as there
), before as (
    select m.* from members m, wanted w
    where m.org_id = :#org and m.user_id = :#memberId and w.there
), moved as (
    update members m set department_id = :#departmentId::uuid, updated_at = clock_timestamp()
    from before b
    where m.org_id = b.org_id and m.user_id = b.user_id
    returning m.*
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select m.org_id, :#${exchangeProperty.userId}, 'member.moved', m.user_id,
           jsonb_build_object('before', b.department_id, 'after', m.department_id)
    from moved m join before b on b.user_id = m.user_id
    where b.department_id is distinct from m.department_id
)
select w.known as "known", w.there as "there",
       (select jsonb_build_object(
            'memberId', m.user_id, 'firstName', m.first_name, 'lastName', m.last_name, 'role', m.role,
            'departmentId', m.department_id, 'state', case when m.ended_at is null then 'active' else 'ended' end,
            'endedAt', m.ended_at, 'email', m.email)::text
        from moved m) as "member"
from wanted w

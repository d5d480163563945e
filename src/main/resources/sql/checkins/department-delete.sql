-- Removes a department that no member is in and no setting names; members of old leave it.
with before as (
    select d.id, d.org_id, d.name,
           (select count(*) from members m
            where m.org_id = d.org_id and m.department_id = d.id and m.ended_at is null) as members,
           exists (select from checkin_settings s where s.org_id = d.org_id and s.department_id = d.id) as chosen
    from departments d
    where d.org_id = :#org and d.id = :#departmentId::uuid
), free as (
    select * from before where members = 0 and not chosen
), left_it as (
    update members m set department_id = null, updated_at = clock_timestamp()
    from free f where m.org_id = f.org_id and m.department_id = f.id
), gone as (
    delete from departments d using free f where d.id = f.id
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select org_id, :#${exchangeProperty.userId}, 'department.deleted', id::text, jsonb_build_object('name', name) from free
)
select name as "name", members as "members", chosen as "chosen" from before

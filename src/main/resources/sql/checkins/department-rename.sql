-- Another name for a department, unless another one has it.
with before as (
    select d.* from departments d where d.org_id = :#org and d.id = :#departmentId::uuid
), taken as (
    select d.id from departments d
    where d.org_id = :#org and lower(d.name) = lower(:#name) and d.id <> :#departmentId::uuid
), changed as (
    update departments d set name = :#name, updated_at = clock_timestamp()
    from before b
    where d.id = b.id and not exists (select from taken)
    returning d.*
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select c.org_id, :#${exchangeProperty.userId}, 'department.renamed', c.id::text,
           jsonb_build_object('before', b.name, 'after', c.name)
    from changed c join before b on b.id = c.id
    where b.name <> c.name
)
select exists (select from before) as "known", exists (select from taken) as "taken",
       (select jsonb_build_object(
           'departmentId', c.id, 'name', c.name, 'createdAt', c.created_at,
           'members', (select count(*) from members m
                       where m.org_id = c.org_id and m.department_id = c.id and m.ended_at is null))::text
        from changed c) as "department"

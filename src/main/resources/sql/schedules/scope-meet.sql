-- Orgs, and the hub itself, that a job is not known for yet. What was due before does not fire for them.
insert into schedule_scopes (job, scope)
select j.name, w.scope
from jsonb_to_recordset(:#jobs::jsonb) as j (name text, scope text)
cross join lateral (
    select '' as scope where j.scope = 'hub'
    union
    select t.org_id from identity_tenants t where j.scope = 'org' and t.org_id <> '' and not t.disabled
    union
    select s.org_id from schedule_settings s where j.scope = 'org' and s.job = j.name) w
where not exists (select from schedule_scopes k where k.job = j.name and k.scope = w.scope)
on conflict do nothing

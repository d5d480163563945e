-- Notices to customers that are due become one mail for each admin of the org, as Clerk tells of members and their verified
-- addresses; and are handed over then. An org without an admin whose address is known is told when there is one.
with due as (
    select id, org_id, text from notices
    where audience = 'customer' and closed_at is null and due_at <= clock_timestamp() and org_id is not null
    order by due_at limit 200
    for update skip locked
), told as (
    select due.id, due.org_id, due.text, u.state ->> 'email' as address,
           coalesce(t.name, due.org_id) as org_name
    from due
    join provider_objects m on m.provider = 'clerk' and m.kind = 'membership' and m.org_id = due.org_id
                           and not m.terminal and m.state ->> 'role' in ('admin', 'org:admin')
    join provider_objects u on u.provider = 'clerk' and u.kind = 'user' and u.object_id = m.owner and not u.terminal
    left join identity_tenants t on t.org_id = due.org_id
    where coalesce(u.state ->> 'email', '') <> '' and (u.state ->> 'verified')::boolean
), mails as (
    insert into email_logs (org_id, mail_key, template, recipient, variables)
    select distinct on (id, lower(address)) org_id, 'notice:' || id || ':' || lower(address), 'notice', address,
           jsonb_build_object('text', text, 'orgName', org_name)
    from told
    on conflict (mail_key) do nothing
)
update notices n set closed_at = clock_timestamp()
from (select distinct id from told) t where n.id = t.id

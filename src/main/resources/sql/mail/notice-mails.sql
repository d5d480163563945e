-- Notices to customers that are due become one mail for each admin of the org, as Clerk tells of members and their verified
-- addresses; and are handed over then. An org without an admin whose address is known is told when there is one, and does
-- not keep others waiting meanwhile.
with admins as (
    select m.org_id, u.state ->> 'email' as address
    from provider_objects m
    join provider_objects u on u.provider = 'clerk' and u.kind = 'user' and u.object_id = m.owner and not u.terminal
    where m.provider = 'clerk' and m.kind = 'membership' and not m.terminal
      and m.state ->> 'role' in ('admin', 'org:admin')
      and coalesce(u.state ->> 'email', '') <> '' and (u.state ->> 'verified')::boolean
), due as (
    select n.id, n.org_id, n.text from notices n
    where n.audience = 'customer' and n.closed_at is null and n.due_at <= clock_timestamp()
      and exists (select from admins a where a.org_id = n.org_id)
    order by n.due_at limit 200
    for update skip locked
), mails as (
    insert into email_logs (org_id, mail_key, template, recipient, variables)
    select distinct on (due.id, lower(a.address)) due.org_id, 'notice:' || due.id || ':' || lower(a.address), 'notice',
           a.address, jsonb_build_object('text', due.text, 'orgName', coalesce(t.name, due.org_id))
    from due
    join admins a on a.org_id = due.org_id
    left join identity_tenants t on t.org_id = due.org_id
    on conflict (mail_key) do nothing
)
update notices n set closed_at = clock_timestamp()
from due where n.id = due.id

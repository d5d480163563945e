-- One mail for each member with an open session and this slot, about the newest; the same slot again finds it written.
with org as materialized (
    select c.org_id, coalesce(o.state ->> 'name', c.org_id) as name
    from checkin_settings_of(:#orgId, :#defaults::jsonb) c
    left join provider_objects o on o.provider = 'clerk' and o.kind = 'organization' and o.object_id = :#orgId
    where c.enabled and c.reminders and not coalesce(o.terminal, false)
), newest as (
    select distinct on (s.member_id) s.id, s.org_id, s.member_id, s.local_date
    from checkin_sessions s
    where s.org_id = :#orgId and s.state = 'pending'
    order by s.member_id, s.local_date desc
), due as (
    select s.org_id, 'reminder:' || s.id || ':' || :#scheduledFor as mail_key, m.email,
           trim(m.first_name || ' ' || m.last_name) as name,
           jsonb_build_object(
               'firstName', coalesce(nullif(m.first_name, ''), split_part(m.email, '@', 1)), 'orgName', o.name,
               'date', s.local_date, 'link', replace(:#link, '{session}', s.id::text)) as variables
    from org o
    join newest s on s.org_id = o.org_id
    -- offset 0: each by its key. Before the table has statistics the planner would read the whole org for each of it.
    cross join lateral (select * from members m
                        where m.org_id = s.org_id and m.user_id = s.member_id
                          and m.ended_at is null and m.email is not null offset 0) m
), told as (
    insert into email_logs (org_id, mail_key, template, recipient, recipient_name, variables)
    select org_id, mail_key, 'checkin-reminder', email, name, variables from due
    on conflict (mail_key) do nothing
    returning 1
)
select told.n as "created", due.n - told.n as "duplicate"
from (select count(*)::integer as n from told) told, (select count(*)::integer as n from due) due

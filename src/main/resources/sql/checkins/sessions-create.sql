-- The sessions that are due in an org on its local day: one for each of its members or of one department's.
with org as (
    select c.* from checkin_settings_of(:#orgId, :#defaults::jsonb) c
    where c.enabled and extract(isodow from :#localDate::date) = any (c.weekdays)
      -- Weeks since a Monday.
      and ((:#localDate::date - date '1970-01-05') / 7) % c.every_weeks = 0
      and not exists (select from provider_objects o
                      where o.provider = 'clerk' and o.kind = 'organization' and o.object_id = :#orgId and o.terminal)
), due as (
    select m.org_id, m.user_id, c.expire_days
    from org c join members m on m.org_id = c.org_id
    where m.ended_at is null and (c.department_id is null or m.department_id = c.department_id)
), made as (
    insert into checkin_sessions (org_id, member_id, local_date, scheduled_for, zone, expires_on)
    select org_id, user_id, :#localDate::date, :#scheduledFor::timestamptz, :#zone, :#localDate::date + expire_days
    from due
    on conflict (org_id, member_id, local_date) do nothing
    returning 1
)
select made.n as "created", due.n - made.n as "duplicate"
from (select count(*)::integer as n from made) made, (select count(*)::integer as n from due) due

-- Firings that are due, for this node alone until their lease ends: their job's timeout and a little more. Whoever asked
-- for firings and made them (mine) begins them before they are due for everybody.
with jobs as (
    select * from jsonb_to_recordset(:#jobs::jsonb) as j (name text, "timeoutSeconds" integer)
), due as (
    select f.id from schedule_firings f
    where f.state in ('waiting', 'running')
      and (f.available_at <= clock_timestamp()
           or f.attempt = 0 and f.id in (select value::bigint from jsonb_array_elements_text(:#${header.mine}::jsonb)))
      and f.job in (select name from jobs)
      and (:#${header.ids}::jsonb is null
           or f.id in (select value::bigint from jsonb_array_elements_text(:#${header.ids}::jsonb)))
    order by f.available_at, f.id
    limit :#batch::integer
    for update skip locked
)
update schedule_firings f
set state = 'running', attempt = f.attempt + 1, node = :#node, started_at = clock_timestamp(),
    available_at = clock_timestamp() + make_interval(secs => j."timeoutSeconds" + :#marginSeconds::integer)
from due, jobs j
where f.id = due.id and j.name = f.job
returning f.id as "firingId", f.job, f.scope as "orgId", f.zone, f.attempt,
          to_char(f.scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "scheduledFor"

-- How long ago each job was done, or since when it is known, and what waits.
select j.name as job,
       coalesce(extract(epoch from clock_timestamp() - greatest(
           (select f.ended_at from schedule_firings f where f.job = j.name and f.state = 'done' order by f.id desc limit 1),
           (select min(s.known_since) from schedule_scopes s where s.job = j.name))), 0)::float8 as since,
       (select count(*) from schedule_firings f where f.job = j.name and f.state in ('waiting', 'running')) as waiting
from jsonb_to_recordset(:#jobs::jsonb) as j (name text)

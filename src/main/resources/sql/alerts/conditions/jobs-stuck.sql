-- Jobs that have been active for more than ten minutes.
select '' as key, count(*) as value, count(*) || ' jobs have been active for more than 10 minutes' as text
from jobs where state = 'active' and stage_started_at < clock_timestamp() - interval '10 minutes'

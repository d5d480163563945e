-- Open dead letters while new ones come.
select '' as key, count(*) filter (where failed_at > clock_timestamp() - interval '15 minutes') as value,
       count(*) || ' dead letters are open, ' || count(*) filter (where failed_at > clock_timestamp() - interval '15 minutes')
       || ' of them of the last 15 minutes; GET /api/dead-letters/groups shows their causes' as text
from dead_letter_jobs where outcome is null

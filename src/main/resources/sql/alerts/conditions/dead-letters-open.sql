-- Dead letters that wait for an operator.
select '' as key, count(*) as value, count(*) || ' dead letters are open; GET /api/dead-letters/groups shows their causes' as text
from dead_letter_jobs where outcome is null

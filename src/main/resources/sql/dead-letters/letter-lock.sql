-- Takes hold of a dead letter and says what a replay would do with it; and what job-revive.sql wants.
with held as (
    select l.id from dead_letter_jobs l where l.id = :#deadLetterId::uuid for update
)
select v.verdict as "verdict", verdict_text(v.verdict) as "why", v.job_id::text as "jobIds", null as "reviveStage",
       null as "priority", :#${exchangeProperty.userId} as "actor",
       is_healed(v.verdict) or v.verdict = 'replayed' as "nothingToDo"
from held join dead_letter_verdicts v on v.id = held.id

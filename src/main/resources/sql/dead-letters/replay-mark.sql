-- What was revived is under way, and its dead letter says who replayed it; what was not had changed in that moment.
with held as (
    select i.n, i.letter_id, j.state in ('waiting', 'active', 'held') as alive
    from replay_items i join jobs j on j.id = i.job_id
    where i.run_id = :#planId::uuid and i.state = 'planned' and i.job_id = any(string_to_array(:#jobIds, ',')::uuid[])
), noted as (
    update dead_letter_jobs l set outcome = 'replayed', replay_count = l.replay_count + 1,
                                  replayed_at = clock_timestamp(),
                                  replayed_by = (select started_by from replay_runs where id = :#planId::uuid)
    from held h where l.id = h.letter_id and h.alive and l.outcome is null
)
update replay_items i set state = case when h.alive then 'replayed' else 'skipped' end,
                          why = case when h.alive then null else 'changed' end
from held h where i.run_id = :#planId::uuid and i.n = h.n

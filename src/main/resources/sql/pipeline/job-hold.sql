-- Waiting jobs are held; their wake-ups go with their turn.
with held as (
    update jobs j set state = 'held', admitted_at = null, updated_at = clock_timestamp()
    where j.id = any(string_to_array(:#jobIds, ',')::uuid[]) and j.state = 'waiting'
    returning j.id
), silenced as (
    delete from outbox o using held h where o.job_id = h.id
)
select h.id::text as "id" from held h

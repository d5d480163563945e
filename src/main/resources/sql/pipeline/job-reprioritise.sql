-- Another priority for open jobs, and for their wake-ups that have not gone out yet.
with changed as (
    update jobs j set priority = :#priority::smallint, updated_at = clock_timestamp()
    where j.id = any(string_to_array(:#jobIds, ',')::uuid[]) and j.state in ('waiting', 'active', 'held')
    returning j.id
), woken as (
    update outbox o set priority = :#priority::smallint from changed c where o.job_id = c.id
)
select c.id::text as "id" from changed c

-- Parked jobs (ids with commas between them) wait again, at a stage or (null) at the one they failed at, with all attempts; their documents are shown
-- as processing. Only the newest version of a document, and only when no job is open on it. Returns those that do;
-- rows that somebody else holds are left out, not waited for.
with able as (
    select j.id, j.document_id
    from jobs j join documents d on d.id = j.document_id and d.version = j.version
    where j.id = any(string_to_array(:#jobIds, ',')::uuid[]) and j.state in ('dead-lettered', 'failed')
      and not exists (select from jobs o where o.document_id = j.document_id and o.state in ('waiting', 'active', 'held'))
    for update skip locked
), shown as (
    update documents d set status = 'processing', error_code = null, error_cause = null, error_help = null,
                           updated_at = clock_timestamp()
    from able a where d.id = a.document_id
)
update jobs j set state = 'waiting', stage = coalesce(:#stage::text, j.stage), stage_attempt = 0, progress = 0,
                  lease_until = null, worker = null, admitted_at = null, error_code = null, error_message = null,
                  finished_at = null, next_attempt_at = clock_timestamp(), queued_at = clock_timestamp(),
                  updated_at = clock_timestamp()
from able a where j.id = a.id
returning j.id::text as "jobId"

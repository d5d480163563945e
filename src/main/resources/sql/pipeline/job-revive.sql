-- Jobs without a further attempt get a new start, at the given stage or else where they failed; their dead letters are
-- closed as replayed. Comma-separated jobIds; stage and priority may be null. Nothing happens to jobs in another state,
-- of a version that is over, or of a document on which another job is open, so a second call changes nothing.
with wanted as (
    select j.id, j.document_id
    from jobs j join documents d on d.id = j.document_id and d.version = j.version
    where j.id = any(string_to_array(:#jobIds, ',')::uuid[])
      and j.state in ('dead-lettered', 'failed')
      and not exists (select from jobs o
                      where o.document_id = j.document_id and o.state in ('waiting', 'active', 'held'))
    order by j.id
    for update of j, d
), revived as (
    update jobs j set state = 'waiting', stage = coalesce(:#reviveStage::text, j.stage), stage_attempt = 0,
                      progress = 0, lease_until = null, worker = null, admitted_at = null, error_code = null,
                      error_message = null, finished_at = null, priority = coalesce(:#priority::smallint, j.priority),
                      next_attempt_at = clock_timestamp(), queued_at = clock_timestamp(),
                      updated_at = clock_timestamp()
    from wanted w where j.id = w.id
    returning j.id, j.document_id
), shown as (
    update documents d set status = 'processing', error_code = null, error_cause = null, error_help = null,
                           updated_at = clock_timestamp()
    from revived r where d.id = r.document_id
), closed as (
    update dead_letter_jobs l set outcome = 'replayed', replay_count = l.replay_count + 1,
                                  replayed_at = clock_timestamp(), replayed_by = :#actor
    from revived r where l.job_id = r.id and l.outcome is null
)
select r.id::text as "id" from revived r

-- Claims a waiting job for this worker and shows the document as processing. Returns no row when the message is
-- late, doubled or early, or when the stage is paused: the job row decides, not the message.
-- state || '' finds the row by its id, not by an index of waiting jobs that was nearly empty when it was last analysed.
-- The commit need not reach the disk: a crash of the database undoes the claim, and the wake-up is written again.
with claimed as (
    update jobs set state = 'active', attempt = attempt + 1, stage_attempt = stage_attempt + 1,
                    lease_until = clock_timestamp() + make_interval(secs => :#leaseSeconds::double precision),
                    worker = :#worker, route_revision = :#routeRevision, stage_started_at = clock_timestamp(),
                    error_code = null, error_message = null, updated_at = clock_timestamp()
    where id = :#jobId::uuid and stage = :#stage and state || '' = 'waiting' and next_attempt_at <= clock_timestamp()
      and not exists (select from pauses p where p.target in ('all', 'documents-' || :#stage))
    returning id, org_id, document_id, version, attempt, stage_attempt
), shown as (
    update documents d set status = 'processing', updated_at = clock_timestamp()
    where d.id = (select document_id from claimed) and d.status = 'uploaded'
)
select c.org_id as "orgId", c.document_id::text as "documentId", c.attempt as "attempt", c.stage_attempt as "stageAttempt", c.version as "version",
       d.file_name as "fileName", d.media_type as "mediaType", d.storage_key as "storageKey",
       d.size_bytes as "sizeBytes", d.sha256 as "sha256"
from claimed c join documents d on d.id = c.document_id
cross join (select set_config('synchronous_commit', 'off', true)) quick

-- Starts a new version of a document unless a job is open on it. Returns no row when one is.
with again as (
    update documents d set version = d.version + 1, status = 'processing', error_code = null, error_cause = null,
                           error_help = null, updated_at = clock_timestamp()
    where d.id = :#documentId::uuid
      and not exists (select from jobs j where j.document_id = d.id and j.state in ('waiting', 'active', 'held'))
    returning d.id, d.org_id, d.version
)
insert into jobs (id, org_id, document_id, version, kind, stage, state)
select gen_random_uuid(), org_id, id, version, :#kind, 'store', 'waiting' from again
returning document_id::text as "documentId", id::text as "jobId", 'processing' as "status"

-- Accepts an upload: document and job in one statement; the job's trigger writes the wake-up.
-- Returns no row when the org has this content already.
with document as (
    insert into documents (id, org_id, company_id, document_type, file_name, media_type, size_bytes, sha256,
                           storage_key, copy, status, created_by)
    values (:#documentId::uuid, current_setting('serai.org'), :#companyId::text, :#documentType::text, :#fileName,
            :#mediaType, :#sizeBytes::bigint, :#sha256, :#storageKey, :#copy::boolean, 'uploaded', :#userId)
    on conflict (org_id, sha256) where not copy do nothing
    returning id, org_id, version
)
insert into jobs (id, org_id, document_id, version, kind, stage, state)
select :#jobId::uuid, org_id, id, version, 'ingest', 'store', 'waiting' from document
returning document_id::text as "documentId", id::text as "jobId", 'uploaded' as "status"

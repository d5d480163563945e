-- One document with its newest job and that job's history, as the answer's JSON.
select json_build_object(
    'documentId', d.id, 'fileName', d.file_name, 'mediaType', d.media_type, 'size', d.size_bytes, 'sha256', d.sha256,
    'companyId', d.company_id, 'documentType', d.document_type, 'title', d.title, 'pages', d.page_count,
    'status', d.status, 'version', d.version, 'createdBy', d.created_by,
    'createdAt', d.created_at, 'updatedAt', d.updated_at,
    'chunks', (select count(*) from document_chunks c where c.document_id = d.id and c.version = d.version),
    'failure', case when d.status = 'failed' then json_build_object(
        'code', d.error_code, 'cause', d.error_cause, 'help', d.error_help) end,
    'job', (select json_build_object(
        'jobId', j.id, 'kind', j.kind, 'stage', j.stage, 'state', j.state, 'attempt', j.stage_attempt,
        'progress', j.progress, 'nextAttemptAt', case when j.state = 'waiting' then j.next_attempt_at end,
        'createdAt', j.created_at, 'finishedAt', j.finished_at)
        from jobs j where j.document_id = d.id order by j.created_at desc limit 1),
    'stages', coalesce((select json_agg(json_build_object(
        'stage', s.stage, 'attempt', s.attempt, 'outcome', s.outcome, 'code', s.error_code, 'message', s.error_message,
        'queuedAt', s.queued_at, 'startedAt', s.started_at, 'endedAt', s.ended_at,
        'waitedMs', (extract(epoch from s.started_at - s.queued_at) * 1000)::bigint,
        'tookMs', (extract(epoch from s.ended_at - s.started_at) * 1000)::bigint) order by s.id)
        from job_stages s
        where s.job_id = (select j.id from jobs j where j.document_id = d.id order by j.created_at desc limit 1)), '[]'::json)
)::text as "document"
from documents d
where d.id = :#documentId::uuid

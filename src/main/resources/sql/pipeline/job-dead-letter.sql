-- No further attempt: the job is parked with everything needed to understand and replay it, the document says why,
-- and the dead-letter topic is told. Nothing happens when the claim no longer holds.
with parked as (
    update jobs set state = 'dead-lettered', lease_until = null, worker = null, error_code = :#errorCode,
                    error_message = :#errorMessage, finished_at = clock_timestamp(), updated_at = clock_timestamp()
    where id = :#jobId::uuid and attempt = :#attempt and state = 'active'
    returning id, org_id, document_id, version, stage, stage_attempt, route_revision, queued_at
), shown as (
    update documents d set status = 'failed', error_code = :#errorCode, error_cause = :#errorMessage,
                           error_help = :#errorHelp, updated_at = clock_timestamp()
    from parked p where d.id = p.document_id and d.version = p.version
), kept as (
    insert into dead_letter_jobs (org_id, job_id, document_id, version, stage, route_id, route_revision, step_id,
                                  payload, headers, error_code, error_class, error_message, cause_chain, attempts,
                                  fingerprint, first_failed_at)
    select org_id, id, document_id, version, stage, :#failedRoute, route_revision, :#failedStep::text,
           :#payload::jsonb, :#safeHeaders::jsonb, :#errorCode, :#errorClass, :#errorMessage, :#causeChain,
           stage_attempt, :#fingerprint,
           coalesce((select min(s.ended_at) from job_stages s
                     where s.job_id = p.id and s.stage = p.stage and s.error_code is not null), clock_timestamp())
    from parked p
    returning id, org_id, job_id, document_id, stage, error_code, fingerprint
)
insert into outbox (org_id, topic, message_key, payload)
select org_id, 'serai.dead-letters', org_id || ':' || document_id,
       jsonb_build_object('v', 1, 'id', id, 'orgId', org_id, 'jobId', job_id, 'documentId', document_id,
                          'stage', stage, 'code', error_code, 'fingerprint', fingerprint, 'at', clock_timestamp())
from kept

-- No further attempt: the job is parked with everything needed to understand and replay it, the document says why,
-- and the dead-letter topic is told. What was still open or under way of the document is followed by this one.
-- Nothing happens when the claim no longer holds.
with parked as (
    update jobs set state = 'dead-lettered', lease_until = null, worker = null, error_code = :#errorCode,
                    error_message = :#errorMessage, finished_at = clock_timestamp(), updated_at = clock_timestamp()
    where id = :#jobId::uuid and attempt = :#attempt and state || '' = 'active'
    returning id, org_id, document_id, version, stage, stage_attempt, route_revision, queued_at, stage_started_at
), shown as (
    update documents d set status = 'failed', error_code = :#errorCode, error_cause = :#errorMessage,
                           error_help = :#errorHelp, updated_at = clock_timestamp()
    from parked p where d.id = p.document_id and d.version = p.version
), before as (
    update dead_letter_jobs l set outcome = 'failed-again'
    from parked p
    where l.org_id = p.org_id and l.document_id = p.document_id and (l.outcome is null or l.outcome = 'replayed')
    returning l.id, l.failed_at, l.replay_count
), kept as (
    insert into dead_letter_jobs (org_id, job_id, document_id, version, stage, route_id, route_revision, step_id,
                                  payload, headers, error_code, error_class, exception_class, error_message,
                                  cause_chain, cause_class, dependency, stack, attempts, fingerprint, previous_id,
                                  replay_count, first_failed_at, attempt_times)
    select p.org_id, p.id, p.document_id, p.version, p.stage, :#failedRoute, p.route_revision, :#failedStep::text,
           :#payload::jsonb, :#safeHeaders::jsonb, :#errorCode, :#errorClass, :#exceptionClass, :#errorMessage,
           :#causeChain, :#causeClass, :#dependency::text, :#stack, p.stage_attempt, :#fingerprint, b.id,
           coalesce(b.replay_count, 0), coalesce(t.first, clock_timestamp()),
           coalesce(t.times, '[]'::jsonb) || jsonb_build_array(jsonb_build_object(
               'attempt', p.stage_attempt, 'startedAt', p.stage_started_at, 'endedAt', clock_timestamp(),
               'code', :#errorCode::text))
    from parked p
    left join lateral (select id, replay_count from before order by failed_at desc limit 1) b on true
    left join lateral (
        select min(s.ended_at) as first,
               jsonb_agg(jsonb_build_object('attempt', s.attempt, 'startedAt', s.started_at, 'endedAt', s.ended_at,
                                            'code', s.error_code) order by s.id) as times
        from job_stages s
        where s.job_id = p.id and s.stage = p.stage and s.error_code is not null
          and s.id > coalesce((select max(e.id) from job_stages e
                               where e.job_id = p.id and e.outcome = 'dead-lettered'), 0)) t on true
    returning id, org_id, job_id, document_id, stage, error_code, fingerprint
)
insert into outbox (org_id, topic, message_key, payload)
select org_id, 'serai.dead-letters', org_id || ':' || document_id,
       jsonb_build_object('v', 1, 'id', id, 'orgId', org_id, 'jobId', job_id, 'documentId', document_id,
                          'stage', stage, 'code', error_code, 'fingerprint', fingerprint, 'at', clock_timestamp())
from kept

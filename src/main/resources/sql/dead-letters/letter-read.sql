-- One dead letter with everything that is known of it, as the answer's JSON.
select (dead_letter_json(l) || jsonb_build_object(
    'payload', l.payload, 'headers', l.headers, 'exceptionClass', l.exception_class, 'causeChain', l.cause_chain,
    'stack', l.stack, 'attemptTimes', l.attempt_times,
    'history', (select coalesce(jsonb_agg(jsonb_build_object(
                    'stage', s.stage, 'attempt', s.attempt, 'outcome', s.outcome, 'code', s.error_code,
                    'message', s.error_message, 'worker', s.worker, 'routeRevision', s.route_revision,
                    'queuedAt', s.queued_at, 'startedAt', s.started_at, 'endedAt', s.ended_at) order by s.id), '[]')
                from job_stages s where s.job_id = l.job_id),
    'document', (select jsonb_build_object('status', d.status, 'version', d.version)
                 from documents d where d.org_id = l.org_id and d.id = l.document_id),
    'nextId', (select n.id from dead_letter_jobs n where n.previous_id = l.id and n.org_id = l.org_id
               and n.document_id = l.document_id limit 1),
    'replayable', v.verdict = 'replayable', 'verdict', v.verdict, 'why', verdict_text(v.verdict),
    'persists', w.warnings is not null, 'warnings', coalesce(w.warnings, '[]')))::text
from dead_letter_jobs l
join dead_letter_verdicts v on v.id = l.id
left join lateral dead_letter_warnings(array[l.fingerprint], make_interval(mins => :#recentMinutes::int),
                                       string_to_array(:#serversDown, ',')) w on true
where l.id = :#deadLetterId::uuid

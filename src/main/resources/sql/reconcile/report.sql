-- The newest run, and what stands open.
select json_build_object(
    'run', (select json_build_object('runId', id, 'state', state, 'askedBy', asked_by, 'askedAt', asked_at,
                                     'startedAt', started_at, 'endedAt', ended_at, 'step', step, 'worker', worker,
                                     'steps', counts)
            from reconcile_runs order by asked_at desc limit 1),
    'open', (select count(*) from reconcile_findings where resolved_at is null),
    'findings', coalesce((select json_agg(f) from (
        select code, org_id as "orgId", subject, outcome, detail, times, first_seen as "firstSeen",
               last_seen as "lastSeen", resolved_at as "resolvedAt"
        from reconcile_findings where resolved_at is null
        order by outcome desc, last_seen desc limit 200) f), '[]'::json)
)::text

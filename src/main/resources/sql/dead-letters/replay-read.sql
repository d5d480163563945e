-- A replay: what was planned, how far it is.
select r.state as "state", (jsonb_build_object(
    'planId', r.id, 'state', r.state, 'from', r.restart, 'filter', r.filter, 'ratePerMinute', r.rate_per_minute,
    'stopAfterFailures', r.stop_after, 'createdBy', r.created_by, 'createdAt', r.created_at,
    'startedBy', r.started_by, 'startedAt', r.started_at, 'cancelledBy', r.cancelled_by,
    'finishedAt', r.finished_at, 'progress', replay_progress(r.id)) || r.summary)::text as "answer"
from replay_runs r
where r.id = :#planId::uuid

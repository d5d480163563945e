-- The newest replays, as the answer's JSON.
select jsonb_build_object('items', coalesce(jsonb_agg(jsonb_build_object(
    'planId', r.id, 'state', r.state, 'from', r.restart, 'filter', r.filter, 'ratePerMinute', r.rate_per_minute,
    'included', r.summary->'included', 'createdBy', r.created_by, 'createdAt', r.created_at,
    'startedAt', r.started_at, 'finishedAt', r.finished_at, 'progress', replay_progress(r.id))
    order by r.created_at desc, r.id), '[]'))::text
from (select * from replay_runs order by created_at desc, id desc limit :#limit::bigint) r

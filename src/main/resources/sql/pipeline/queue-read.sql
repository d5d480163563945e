-- Counts by state and stage, the oldest wait, dead letters, as the answer's JSON.
with counted as (
    select state, stage, count(*) as jobs from jobs group by state, stage
)
select json_build_object(
    'states', (select json_object_agg(s.state, coalesce((select sum(c.jobs) from counted c where c.state = s.state), 0))
               from unnest(array['waiting', 'active', 'completed', 'failed', 'dead-lettered', 'held']) s (state)),
    'stages', (select json_object_agg(s.stage, (
                   select json_object_agg(t.state, coalesce((select c.jobs from counted c
                                                             where c.state = t.state and c.stage = s.stage), 0))
                   from unnest(array['waiting', 'active', 'failed', 'dead-lettered', 'held']) t (state)))
               from unnest(array['store', 'chunk', 'embed', 'index']) s (stage)),
    'oldestWaitSeconds', coalesce((select extract(epoch from clock_timestamp() - min(queued_at))::bigint
                                   from jobs where state = 'waiting' and next_attempt_at <= clock_timestamp()), 0),
    'retriesWaiting', (select count(*) from jobs where state = 'waiting' and next_attempt_at > clock_timestamp()),
    'outboxWaiting', (select count(*) from outbox),
    'deadLetters', (select count(*) from dead_letter_jobs where outcome is null)
)::text

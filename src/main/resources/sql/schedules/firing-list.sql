-- One page of a job's firings, newest first, as the answer's JSON.
with page as (
    select f.* from schedule_firings f
    where f.job = :#job
      and (:#state::text is null or f.state = :#state)
      and (:#org::text is null or f.scope = :#org)
      and (:#after::text is null or f.id < :#after::bigint)
    order by f.id desc
    limit :#limit::bigint + 1
), numbered as (
    select p.*, row_number() over (order by p.id desc) as n from page p
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'slot', scheduled_for, 'zone', zone, 'org', nullif(scope, ''), 'trigger', trigger, 'state', state,
        'attempt', attempt, 'node', node, 'created', created, 'duplicate', duplicate, 'code', error_code,
        'error', error_message, 'madeAt', made_at, 'startedAt', started_at, 'endedAt', ended_at,
        'seconds', extract(epoch from ended_at - started_at)::float8) order by n)
        filter (where n <= :#limit::bigint), '[]'),
    'next', max(id::text) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

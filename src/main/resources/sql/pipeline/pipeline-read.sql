-- Counts, nodes, pauses and one page of jobs, newest first, as the answer's JSON. Without a state: all but completed.
with page as (
    select j.*, (extract(epoch from j.created_at) * 1000000)::bigint as micros,
           j.state = 'active' and j.stage_started_at < clock_timestamp() - make_interval(secs => :#stuckSeconds::double precision) as stuck,
           (select p.target from pauses p where j.state = 'waiting' and p.target in ('all', 'documents-' || j.stage)
            order by p.target limit 1) as paused_by
    from jobs j
    where (:#org::text is null or j.org_id = :#org)
      and (:#stage::text is null or j.stage = :#stage)
      and case coalesce(:#state::text, 'unfinished')
              when 'unfinished' then j.state <> 'completed'
              when 'stuck' then j.state = 'active'
                  and j.stage_started_at < clock_timestamp() - make_interval(secs => :#stuckSeconds::double precision)
              else j.state = :#state end
      and (:#after::text is null or (j.created_at, j.id) <
           (to_timestamp(split_part(:#after, '_', 1)::numeric / 1000000), split_part(:#after, '_', 2)::uuid))
    order by j.created_at desc, j.id desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by created_at desc, id desc) as n from page
), counted as (
    select state, stage, count(*) as jobs from jobs
    where (:#org::text is null or org_id = :#org) and (:#stage::text is null or stage = :#stage)
    group by state, stage
), counts as (
    select s.state, coalesce((select sum(c.jobs) from counted c where c.state = s.state), 0) as jobs
    from unnest(array['waiting', 'active', 'completed', 'failed', 'dead-lettered', 'held']) s (state)
    union all
    select 'stuck', count(*) from jobs
    where state = 'active' and (:#org::text is null or org_id = :#org) and (:#stage::text is null or stage = :#stage)
      and stage_started_at < clock_timestamp() - make_interval(secs => :#stuckSeconds::double precision)
)
select json_build_object(
    'counts', (select json_object_agg(state, jobs) from counts),
    'stages', (select json_object_agg(s.stage, coalesce((select json_object_agg(c.state, c.jobs)
                                                         from counted c where c.stage = s.stage), '{}'::json))
               from unnest(array['store', 'chunk', 'embed', 'index']) s (stage)),
    'workers', (select coalesce(json_agg(json_build_object(
                    'node', n.name, 'roles', n.roles, 'consumers', n.consumers, 'running', n.running,
                    'alive', n.seen_at > clock_timestamp() - interval '10 seconds',
                    'paused', exists (select from pauses p where p.target in ('all', n.name)),
                    'active', (select count(*) from jobs a where a.state = 'active' and a.worker = n.name),
                    'routeRevision', n.route_revision, 'startedAt', n.started_at, 'lastSeenAt', n.seen_at)
                    order by n.name), '[]'::json) from nodes n),
    'pauses', (select coalesce(json_agg(json_build_object(
                   'nodeKey', p.target, 'kind', p.kind, 'by', p.paused_by, 'at', p.paused_at) order by p.target),
                   '[]'::json) from pauses p),
    'routing', json_build_object('embedding', :#embedding::text),
    'items', coalesce(json_agg(json_build_object(
        'jobId', id, 'orgId', org_id, 'documentId', document_id, 'version', version, 'kind', kind, 'stage', stage,
        'state', state, 'stuck', stuck, 'waitsFor', paused_by, 'priority', priority, 'attempt', stage_attempt,
        'claims', attempt, 'progress', progress, 'worker', worker, 'routeRevision', route_revision,
        'leaseUntil', lease_until, 'code', error_code, 'message', error_message,
        'createdAt', created_at, 'queuedAt', queued_at,
        'nextAttemptAt', case when state = 'waiting' then next_attempt_at end,
        'startedAt', case when state = 'active' then stage_started_at end,
        'updatedAt', updated_at, 'finishedAt', finished_at,
        'waitingMs', case when state = 'waiting' then (extract(epoch from clock_timestamp() - queued_at) * 1000)::bigint end,
        'activeMs', case when state = 'active' then (extract(epoch from clock_timestamp() - stage_started_at) * 1000)::bigint end)
        order by n) filter (where n <= :#limit::bigint), '[]'::json),
    'next', max(micros || '_' || id) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

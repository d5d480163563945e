-- What became of the firings that were asked for. Effects count as created only where this call made them.
with mine as (
    select value::bigint as id from jsonb_array_elements_text(:#mine::jsonb)
), firings as (
    select f.*, m.id is not null as mine
    from jsonb_array_elements_text(:#ids::jsonb) a
    join schedule_firings f on f.id = a.value::bigint
    left join mine m on m.id = f.id
)
select jsonb_build_object(
    'job', :#job::text,
    'slots', coalesce(jsonb_agg(distinct scheduled_for), '[]'),
    'firings', count(*),
    'created', coalesce(sum(created) filter (where mine and state = 'done'), 0),
    'duplicate', coalesce(sum(case when mine then duplicate else created + duplicate end) filter (where state = 'done'), 0),
    'waiting', count(*) filter (where state in ('waiting', 'running')),
    'failed', count(*) filter (where state = 'failed'))::text as answer,
    case when count(*) filter (where state in ('waiting', 'running')) > 0 then 202 else 200 end as status
from firings

-- Each job with what became of it, as the answer's JSON. What is configured comes in jobs.
select jsonb_build_object('items', coalesce(jsonb_agg(j || jsonb_build_object(
    'last', (select jsonb_build_object(
                 'slot', f.scheduled_for, 'org', f.scope, 'state', f.state, 'trigger', f.trigger, 'attempt', f.attempt,
                 'created', f.created, 'duplicate', f.duplicate, 'code', f.error_code,
                 'startedAt', f.started_at, 'endedAt', f.ended_at,
                 'seconds', extract(epoch from f.ended_at - f.started_at)::float8)
             from schedule_firings f where f.job = j ->> 'name' and f.state in ('done', 'failed')
             order by f.id desc limit 1),
    'missed', (select count(*) from schedule_firings f
               where f.job = j ->> 'name' and f.state = 'missed' and f.scheduled_for > clock_timestamp() - interval '30 days'),
    'failed', (select count(*) from schedule_firings f
               where f.job = j ->> 'name' and f.state = 'failed' and f.scheduled_for > clock_timestamp() - interval '30 days'),
    'waiting', (select count(*) from schedule_firings f where f.job = j ->> 'name' and f.state in ('waiting', 'running')),
    'paused', (select jsonb_build_object('until', p.until, 'reason', p.reason, 'by', p.paused_by)
               from schedule_pauses p where p.job = j ->> 'name' and p.until > clock_timestamp()),
    'scopes', (select count(*) from schedule_scopes s where s.job = j ->> 'name'),
    'overrides', (select count(*) from schedule_settings s where s.job = j ->> 'name')) order by j ->> 'name'), '[]'),
    'next', null)::text
from jsonb_array_elements(:#jobs::jsonb) j

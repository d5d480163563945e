-- One page of alerts, newest first, and how many are not resolved by severity, as the answer's JSON.
with page as (
    select a.* from alerts a
    where (:#state::text is null or a.state = :#state or (:#state = 'unresolved' and a.state <> 'resolved'))
      and (:#severity::text is null or a.severity = :#severity)
      and (:#source::text is null or a.source = :#source)
      and (:#after::text is null or a.id < :#after::bigint)
    order by a.id desc
    limit :#limit::bigint + 1
), numbered as (
    select p.*, row_number() over (order by p.id desc) as n from page p
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'alert', id, 'source', source, 'org', nullif(org_id, ''), 'key', alert_key, 'severity', severity, 'state', state,
        'title', title, 'text', text, 'runbook', runbook, 'count', count, 'since', since, 'lastSeen', last_seen,
        'flapping', flapping, 'former', former_id, 'acknowledgedBy', acknowledged_by, 'resolvedBy', resolved_by,
        'resolvedAt', resolved_at) order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(id::text) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint)),
    'counts', (select jsonb_object_agg(s.severity, (select jsonb_build_object(
                   'open', count(*) filter (where state = 'open'),
                   'acknowledged', count(*) filter (where state = 'acknowledged'))
                   from alerts a where a.severity = s.severity and a.state <> 'resolved'))
               from (values ('P0'), ('P1'), ('P2'), ('P3')) as s (severity)),
    'channels', :#channelNames::jsonb
)::text
from numbered

-- One alert with its life and what was told of it, as the answer's JSON.
select jsonb_build_object(
    'alert', a.id, 'source', a.source, 'org', nullif(a.org_id, ''), 'key', a.alert_key, 'severity', a.severity, 'state', a.state,
    'title', a.title, 'text', a.text, 'details', a.details, 'runbook', a.runbook, 'count', a.count,
    'since', a.since, 'lastSeen', a.last_seen, 'flapping', a.flapping, 'calmSince', a.cleared_at, 'former', a.former_id,
    'openedBy', a.opened_by, 'acknowledgedBy', a.acknowledged_by, 'acknowledgedAt', a.acknowledged_at,
    'resolvedBy', a.resolved_by, 'resolvedAt', a.resolved_at, 'note', a.note, 'quiet', to_jsonb(a.muted),
    'notices', (select coalesce(jsonb_agg(l.notice_id order by l.notice_id), '[]') from alert_notices l where l.alert_id = a.id),
    'events', (select coalesce(jsonb_agg(jsonb_build_object(
                   'event', e.id, 'kind', e.kind, 'actor', e.actor, 'note', e.note, 'at', e.at) order by e.id), '[]')
               from (select * from alert_events where alert_id = a.id order by id desc limit 200) e),
    'deliveries', (select coalesce(jsonb_agg(jsonb_build_object(
                       'event', d.event_id, 'channel', d.channel, 'state', d.state, 'attempts', d.attempt, 'status', d.status,
                       'error', d.error_code, 'explanation', d.error_message, 'at', d.created_at, 'endedAt', d.ended_at,
                       'nextAttemptAt', case when d.state = 'waiting' then d.available_at end) order by d.id), '[]')
                   from (select * from alert_deliveries where alert_id = a.id order by id desc limit 200) d))::text
from alerts a where a.id = :#alert::bigint

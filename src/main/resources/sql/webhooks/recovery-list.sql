select jsonb_build_object('items', coalesce(jsonb_agg(jsonb_build_object(
    'id', id, 'source', source, 'since', since, 'until', until, 'state', state, 'pages', pages, 'fetched', fetched,
    'stored', stored, 'failures', failures, 'error', error, 'createdBy', created_by, 'createdAt', created_at,
    'finishedAt', finished_at) order by created_at desc), '[]'))::text
from (select * from webhook_recoveries order by created_at desc limit 50) r

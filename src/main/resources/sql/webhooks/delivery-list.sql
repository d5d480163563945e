-- One page of deliveries, newest first, as the answer's JSON.
with page as (
    select e.* from webhook_events e
    where (:#source::text is null or e.source = :#source)
      and (:#type::text is null or e.type like replace(replace(:#type, '_', '\_'), '*', '%'))
      and (:#state::text is null or e.state = :#state)
      and (:#org::text is null or e.org_id = :#org)
      and (:#duplicated::text is null or (e.duplicates > 0) = :#duplicated::boolean)
      and (:#since::text is null or e.received_at >= :#since::timestamptz)
      and (:#until::text is null or e.received_at < :#until::timestamptz)
      and (:#q::text is null or e.event_id = :#q or e.seq::text = :#q or strpos(lower(e.error_message), lower(:#q)) > 0)
      and (:#after::text is null or e.seq < :#after::bigint)
    order by e.seq desc
    limit :#limit::bigint + 1
), numbered as (
    select p.*, row_number() over (order by p.seq desc) as n from page p
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'id', seq, 'source', source, 'eventId', event_id, 'type', type, 'org', org_id, 'origin', origin,
        'state', state, 'attempts', attempts, 'duplicates', duplicates, 'bytes', length(body),
        'receivedAt', received_at, 'processedAt', processed_at, 'code', error_code) order by n)
        filter (where n <= :#limit::bigint), '[]'),
    'next', max(seq::text) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

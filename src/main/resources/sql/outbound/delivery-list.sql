-- One page of an endpoint's deliveries with their attempts, newest first, as the answer's JSON.
with page as (
    select d.*, m.type, m.occurred_at, m.payload
    from outbound_deliveries d join outbound_messages m on m.id = d.message_id
    where d.endpoint_id = :#endpointId::uuid
      and (:#state::text is null or d.state = :#state)
      and (:#type::text is null or m.type = :#type)
      and (:#after::bigint is null or d.id < :#after)
    order by d.id desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by id desc) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'deliveryId', id, 'messageId', message_id, 'type', type, 'occurredAt', occurred_at, 'data', payload,
        'state', state, 'createdAt', created_at, 'settledAt', settled_at,
        'nextAttemptAt', case when state = 'pending' then next_attempt_at end,
        'attempts', (select coalesce(jsonb_agg(jsonb_build_object(
                         'attempt', a.attempt, 'at', a.at, 'outcome', a.outcome, 'status', a.status,
                         'code', a.error_code, 'error', a.error_message, 'durationMs', a.duration_ms,
                         'answer', a.answer) order by a.attempt), '[]')
                     from outbound_attempts a where a.delivery_id = numbered.id))
        order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(id) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

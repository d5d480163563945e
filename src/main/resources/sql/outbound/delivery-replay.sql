-- Sends a delivery again, under the same webhook-id and from the beginning of the schedule. One that is being sent stays.
with again as (
    update outbound_deliveries
    set state = 'pending', failures = 0, next_attempt_at = clock_timestamp(), settled_at = null
    where id = :#deliveryId::bigint and endpoint_id = :#endpointId::uuid and state <> 'sending'
    returning id, org_id, endpoint_id, message_id
), awake as (
    update webhook_endpoints e set waits_until = null from again a where e.id = a.endpoint_id
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select org_id, :#${exchangeProperty.userId}, 'webhook-delivery.replayed', id::text,
           jsonb_build_object('endpointId', endpoint_id, 'messageId', message_id) from again
)
select jsonb_build_object('deliveryId', id, 'messageId', message_id)::text as "delivery" from again

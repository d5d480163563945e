-- A test message for this endpoint alone, whatever it listens to; a quiet that the receiver asked for ends.
with endpoint as (
    update webhook_endpoints set waits_until = null where id = :#endpointId::uuid and state = 'active'
    returning id, org_id
), message as (
    insert into outbound_messages (id, org_id, type, source_key, payload)
    select 'msg_' || replace(gen_random_uuid()::text, '-', ''), org_id, 'webhook.test', gen_random_uuid()::text,
           jsonb_build_object('endpointId', id, 'message', 'A test of your webhook endpoint') from endpoint
    returning id, org_id
), delivery as (
    insert into outbound_deliveries (org_id, message_id, endpoint_id)
    select m.org_id, m.id, e.id from message m cross join endpoint e
    returning id, message_id
), logged as (
    insert into activity_log (org_id, actor, action, subject)
    select org_id, :#${exchangeProperty.userId}, 'webhook-endpoint.tested', id::text from endpoint
)
select jsonb_build_object('deliveryId', id, 'messageId', message_id)::text as "delivery" from delivery

-- Makes an endpoint active, whatever it was, and forgets its failures. What was cancelled waits for a replay.
with active as (
    update webhook_endpoints
    set state = 'active', disabled_by = null, disabled_why = null, disabled_at = null, failing_since = null,
        waits_until = null, updated_at = clock_timestamp()
    where id = :#endpointId::uuid
    returning *
), logged as (
    insert into activity_log (org_id, actor, action, subject)
    select org_id, :#${exchangeProperty.userId}, 'webhook-endpoint.enabled', id::text from active
)
select webhook_endpoint_json(a)::text as "endpoint" from active a

-- A new secret; the one before signs beside it until its time is over. Those whose time is over go. Logged.
with endpoint as (
    select id, org_id from webhook_endpoints where id = :#endpointId::uuid for update
), ended as (
    delete from webhook_endpoint_secrets s using endpoint e
    where s.endpoint_id = e.id and s.expires_at <= clock_timestamp()
), replaced as (
    update webhook_endpoint_secrets s
    set expires_at = clock_timestamp() + make_interval(secs => :#rotationSeconds::double precision)
    from endpoint e
    where s.endpoint_id = e.id and s.expires_at is null
    returning s.expires_at
), fresh as (
    insert into webhook_endpoint_secrets (org_id, endpoint_id, key_id, sealed)
    select org_id, id, :#keyId, decode(:#sealed, 'hex') from endpoint
), logged as (
    insert into activity_log (org_id, actor, action, subject)
    select org_id, :#${exchangeProperty.userId}, 'webhook-endpoint.secret-rotated', id::text from endpoint
)
select jsonb_build_object('endpointId', e.id, 'previousUntil', (select max(expires_at) from replaced))::text as "endpoint"
from endpoint e

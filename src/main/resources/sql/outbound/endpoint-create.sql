-- Registers an endpoint with its sealed secret and logs it. Returns no row when the org has as many as it may.
with endpoint as (
    insert into webhook_endpoints (id, org_id, url, description, events, created_by)
    select :#endpointId::uuid, current_setting('serai.org'), :#url, :#description, :#events::text[],
           :#${exchangeProperty.userId}
    where (select count(*) from webhook_endpoints) < :#most::integer
    returning *
), secret as (
    insert into webhook_endpoint_secrets (org_id, endpoint_id, key_id, sealed)
    select org_id, id, :#keyId, decode(:#sealed, 'hex') from endpoint
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select org_id, created_by, 'webhook-endpoint.created', id::text,
           jsonb_build_object('url', url, 'events', events) from endpoint
)
select webhook_endpoint_json(e)::text as "endpoint" from endpoint e

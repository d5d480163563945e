-- Changes what the request names and logs it with the old values. paused: false ends a pause and nothing else.
with before as (
    select * from webhook_endpoints where id = :#endpointId::uuid for update
), changed as (
    update webhook_endpoints e
    set url = coalesce(:#url::text, e.url),
        events = coalesce(:#events::text[], e.events),
        description = coalesce(:#description::text, e.description),
        state = case when :#paused::boolean and e.state = 'active' then 'paused'
                     when not :#paused::boolean and e.state = 'paused' then 'active'
                     else e.state end,
        updated_at = clock_timestamp()
    from before b
    where e.id = b.id
    returning e.*
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select c.org_id, :#${exchangeProperty.userId}, 'webhook-endpoint.changed', c.id::text, jsonb_build_object(
        'before', jsonb_build_object('url', b.url, 'events', b.events, 'state', b.state, 'description', b.description),
        'after', jsonb_build_object('url', c.url, 'events', c.events, 'state', c.state, 'description', c.description))
    from changed c join before b on b.id = c.id
)
select webhook_endpoint_json(c)::text as "endpoint" from changed c

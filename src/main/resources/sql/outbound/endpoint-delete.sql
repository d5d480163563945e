-- Removes an endpoint with its secrets, deliveries and attempts, and logs it.
with gone as (
    delete from webhook_endpoints where id = :#endpointId::uuid returning id, org_id, url, events
)
insert into activity_log (org_id, actor, action, subject, details)
select org_id, :#${exchangeProperty.userId}, 'webhook-endpoint.deleted', id::text,
       jsonb_build_object('url', url, 'events', events)
from gone

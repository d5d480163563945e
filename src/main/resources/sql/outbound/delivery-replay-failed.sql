-- Sends again what failed or was cancelled since a time, the oldest first, at most a thousand in one call.
with chosen as (
    select id from outbound_deliveries
    where endpoint_id = :#endpointId::uuid and state in ('failed', 'cancelled')
      and (:#since::text is null or created_at >= :#since::timestamptz)
    order by id
    limit 1001
), again as (
    update outbound_deliveries d
    set state = 'pending', failures = 0, next_attempt_at = clock_timestamp(), settled_at = null
    from (select id from chosen order by id limit 1000) c
    where d.id = c.id and d.state in ('failed', 'cancelled')
    returning d.id, d.org_id
), awake as (
    update webhook_endpoints set waits_until = null
    where id = :#endpointId::uuid and exists (select from again)
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select min(org_id), :#${exchangeProperty.userId}, 'webhook-delivery.replayed-failed', :#endpointId,
           jsonb_build_object('count', count(*), 'since', :#since::text)
    from again having count(*) > 0
)
select jsonb_build_object('replayed', (select count(*) from again), 'more', (select count(*) > 1000 from chosen))::text

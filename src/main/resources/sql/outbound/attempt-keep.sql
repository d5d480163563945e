-- Notes how an attempt ended: the delivery's new state, the attempt, what it means for the endpoint, and who is told.
-- Returns no row when the claim no longer holds: then another node sends, or has sent, the same message again.
with before as (
    select e.id, e.org_id, e.state, e.failing_since
    from webhook_endpoints e join outbound_deliveries d on d.endpoint_id = e.id
    where d.id = :#deliveryId::bigint and d.attempt = :#attempt::integer and d.state = 'sending'
    for no key update of e
), settled as (
    update outbound_deliveries d
    set state = case when :#outcome = 'succeeded' then 'succeeded'
                     when :#outcome = 'gone' or :#delaySeconds::double precision is null then 'failed'
                     when b.state = 'disabled' then 'cancelled'
                     else 'pending' end,
        failures = d.failures + case when :#outcome = 'failed' then 1 else 0 end,
        next_attempt_at = clock_timestamp() + make_interval(secs => coalesce(:#delaySeconds::double precision, 0)),
        lease_until = null,
        settled_at = case when :#outcome in ('succeeded', 'gone') or :#delaySeconds::double precision is null
                              or b.state = 'disabled'
                          then clock_timestamp() end
    from before b
    where d.id = :#deliveryId::bigint and d.attempt = :#attempt::integer and d.state = 'sending'
    returning d.id, d.attempt, d.org_id, d.endpoint_id, d.state
), repeated as (
    -- Of attempts that the hub itself could not make only the last one stays, however long it could not.
    delete from outbound_attempts a using settled s
    where a.delivery_id = s.id and :#outcome = 'interrupted' and a.outcome = 'interrupted' and a.error_code = 'hub'
), kept as (
    insert into outbound_attempts (delivery_id, attempt, org_id, outcome, status, error_code, error_message,
                                   duration_ms, answer)
    select id, attempt, org_id, :#outcome, :#status::integer, :#errorCode::text, :#errorMessage::text,
           :#durationMs::bigint, :#answer
    from settled
), verdict as (
    select b.id, coalesce(:#outcome = 'gone' or (:#outcome = 'failed' and b.failing_since
               < clock_timestamp() - make_interval(secs => :#disableAfterSeconds::double precision)), false) as disable
    from settled s join before b on b.id = s.endpoint_id
), endpoint as (
    update webhook_endpoints e
    set failing_since = case when :#outcome = 'succeeded' then null
                             else coalesce(e.failing_since, clock_timestamp()) end,
        waits_until = case when :#outcome = 'succeeded' then null
                           when :#quietSeconds::double precision is null then e.waits_until
                           else clock_timestamp() + make_interval(secs => :#quietSeconds::double precision) end,
        state = case when v.disable then 'disabled' else e.state end,
        disabled_by = case when v.disable then 'hub' else e.disabled_by end,
        disabled_why = case when v.disable and :#outcome = 'gone' then 'the receiver answered 410 Gone'
                            when v.disable then 'nothing but failures since '
                                || to_char(e.failing_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
                            else e.disabled_why end,
        disabled_at = case when v.disable then clock_timestamp() else e.disabled_at end,
        updated_at = case when v.disable then clock_timestamp() else e.updated_at end
    from verdict v
    where e.id = v.id and e.state <> 'disabled' and :#outcome <> 'interrupted'
      and (:#outcome <> 'succeeded' or e.failing_since is not null or e.waits_until is not null)
    returning e.id, e.org_id, v.disable, e.disabled_why, e.failing_since
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select org_id, 'hub', 'webhook-endpoint.disabled', id::text, jsonb_build_object('why', disabled_why)
    from endpoint where disable
), told as (
    insert into notices (audience, org_id, kind, notice_key, severity, text, details)
    select a.audience, e.org_id, 'webhook-endpoint-disabled', a.audience || ':' || e.id || ':' || s.id || ':' || s.attempt,
           'P3', 'Webhook endpoint ' || e.id || ' was disabled: ' || e.disabled_why,
           jsonb_build_object('endpointId', e.id, 'orgId', e.org_id, 'why', e.disabled_why)
    from endpoint e cross join settled s cross join (values ('customer'), ('operator')) a (audience)
    where e.disable
    union all
    -- Once in a period of failures, not once for each message.
    select 'customer', e.org_id, 'webhook-delivery-failed',
           e.id || ':' || extract(epoch from e.failing_since)::bigint, 'P3',
           'Webhook endpoint ' || e.id || ' has not taken a message in any of its attempts; replay it when it works again',
           jsonb_build_object('endpointId', e.id, 'orgId', e.org_id, 'deliveryId', s.id)
    from endpoint e cross join settled s
    where not e.disable and s.state = 'failed'
    union all
    select 'operator', s.org_id, 'webhook-secret-sealed', s.endpoint_id::text, 'P2',
           'The secret of webhook endpoint ' || s.endpoint_id || ' cannot be opened: SERAI_SECRETS_KEY lacks its key',
           jsonb_build_object('endpointId', s.endpoint_id, 'orgId', s.org_id)
    from settled s
    where :#outcome = 'interrupted'
    on conflict (kind, notice_key) do nothing
)
select s.state as "state", coalesce((select disable from endpoint), false) as "disabled"
from settled s

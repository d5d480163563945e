-- Claims what is due for this node: from each endpoint no more than may be under way to it in the whole hub, and of all
-- orgs and endpoints the first ones first, so that neither a slow endpoint nor a busy org holds the others.
-- Endpoints with something pending are found by hops in the index; their row's lock keeps nodes from claiming together.
with recursive waiting (endpoint_id) as (
    (select endpoint_id from outbound_deliveries where state = 'pending' order by endpoint_id limit 1)
    union all
    select (select d.endpoint_id from outbound_deliveries d
            where d.state = 'pending' and d.endpoint_id > w.endpoint_id order by d.endpoint_id limit 1)
    from waiting w where w.endpoint_id is not null
), ready as (
    select e.id, e.org_id, e.url
    from webhook_endpoints e
    where e.id in (select endpoint_id from waiting) and e.state = 'active'
      and (e.waits_until is null or e.waits_until <= clock_timestamp())
      and exists (select from outbound_deliveries d
                  where d.endpoint_id = e.id and d.state = 'pending' and d.next_attempt_at <= clock_timestamp())
    for no key update skip locked
), due as (
    select r.id as endpoint_id, r.org_id, r.url, d.id,
           row_number() over (partition by r.id order by d.next_attempt_at, d.id) as turn
    from ready r
    cross join lateral (
        select p.id, p.next_attempt_at from outbound_deliveries p
        where p.endpoint_id = r.id and p.state = 'pending' and p.next_attempt_at <= clock_timestamp()
        order by p.next_attempt_at, p.id
        limit greatest(0, :#perEndpoint::integer - (select count(*) from outbound_deliveries s
                                                    where s.endpoint_id = r.id and s.state = 'sending'))
    ) d
), fair as (
    select id, endpoint_id, url
    from (select due.*, row_number() over (partition by org_id order by turn, id) as org_turn from due) all_due
    order by org_turn, turn, id
    limit :#room::integer
), claimed as (
    update outbound_deliveries d set state = 'sending', attempt = d.attempt + 1,
                                     lease_until = clock_timestamp() + make_interval(secs => :#leaseSeconds::integer)
    from fair f
    where d.id = f.id and d.state = 'pending'
    returning d.id, d.attempt, d.failures, d.message_id, d.endpoint_id, f.url
)
select c.id as "deliveryId", c.attempt as "attempt", c.failures as "failures", c.endpoint_id::text as "endpointId",
       c.url as "url", m.id as "messageId",
       jsonb_build_object('type', m.type, 'data', m.payload, 'timestamp',
                          to_char(m.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text as "content",
       (select coalesce(jsonb_agg(jsonb_build_object('keyId', s.key_id, 'sealed', encode(s.sealed, 'hex'))
                                  order by s.id desc), '[]')::text
        from (select id, key_id, sealed from webhook_endpoint_secrets
              where endpoint_id = c.endpoint_id and (expires_at is null or expires_at > clock_timestamp())
              order by id desc limit 5) s) as "secrets"
from claimed c join outbound_messages m on m.id = c.message_id

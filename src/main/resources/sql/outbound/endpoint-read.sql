-- One endpoint with what waits for it and the age of its secrets, as the answer's JSON.
select (webhook_endpoint_json(e) || jsonb_build_object(
    'pending', (select count(*) from outbound_deliveries d where d.endpoint_id = e.id and d.state in ('pending', 'sending')),
    'secrets', (select coalesce(jsonb_agg(jsonb_build_object('createdAt', s.created_at, 'expiresAt', s.expires_at)
                                          order by s.id desc), '[]')
                from webhook_endpoint_secrets s
                where s.endpoint_id = e.id and (s.expires_at is null or s.expires_at > clock_timestamp()))))::text
    as "endpoint"
from webhook_endpoints e
where e.id = :#endpointId::uuid

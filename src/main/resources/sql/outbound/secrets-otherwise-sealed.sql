-- Secrets that were sealed with another key than the hub's first one, a few at a time.
select id as "id", endpoint_id::text as "endpointId", key_id as "keyId", encode(sealed, 'hex') as "sealed"
from webhook_endpoint_secrets
where key_id <> :#keyId and key_id = any (:#knownKeys::text[])
order by id
limit 200

select id, org_id, name, secret_hash, array_to_string(scopes, ',') as scopes,
       created_at, created_by, expires_at, revoked_at, last_used_at
from service_keys
where id = :id

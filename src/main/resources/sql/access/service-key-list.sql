select id, org_id, name, array_to_string(scopes, ',') as scopes,
       created_at, created_by, expires_at, revoked_at, last_used_at
from service_keys
where cast(:org as text) is null or org_id = :org
order by org_id, created_at, id

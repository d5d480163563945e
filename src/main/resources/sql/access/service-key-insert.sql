insert into service_keys (id, org_id, name, secret_hash, scopes, created_at, created_by, expires_at)
values (:id, :org, :name, :secretHash, string_to_array(:scopes, ','), :createdAt, :createdBy, :expiresAt)

update service_keys
set revoked_at = :at
where id = :id and revoked_at is null

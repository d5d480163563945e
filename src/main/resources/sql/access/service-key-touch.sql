update service_keys
set last_used_at = :at
where id = :id and (last_used_at is null or last_used_at <= :at - interval '1 minute')

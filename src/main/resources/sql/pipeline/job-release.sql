-- Held jobs wait again; their trigger wakes them.
update jobs j set state = 'waiting', queued_at = clock_timestamp(), updated_at = clock_timestamp()
where j.id = any(string_to_array(:#jobIds, ',')::uuid[]) and j.state = 'held'
returning j.id::text as "id"

-- Clerk takes the hub's key again.
update notices set closed_at = clock_timestamp() where kind = 'clerk-key-refused' and closed_at is null

-- Proves inside a transaction that the claim still holds, and keeps it so until the commit.
update jobs set progress = :#progress::real, updated_at = clock_timestamp()
where id = :#jobId::uuid and attempt = :#attempt and state || '' = 'active'

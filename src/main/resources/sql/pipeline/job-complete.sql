-- The last stage is done, if the claim still holds.
update jobs set state = 'completed', progress = 1, lease_until = null, worker = null,
                finished_at = clock_timestamp(), updated_at = clock_timestamp()
where id = :#jobId::uuid and attempt = :#attempt and state || '' = 'active'

-- Keeps a claim alive while its work goes on.
update jobs set lease_until = clock_timestamp() + make_interval(secs => :#leaseSeconds::double precision)
where id = :#jobId::uuid and attempt = :#attempt and state || '' = 'active'

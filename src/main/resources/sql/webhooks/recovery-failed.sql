-- Another attempt later, or the end with its reason.
update webhook_recoveries
set failures = failures + 1, error = :#errorMessage,
    state = case when :#retry::boolean then state else 'failed' end,
    finished_at = case when :#retry::boolean then null else clock_timestamp() end,
    next_attempt_at = clock_timestamp() + make_interval(secs => :#delaySeconds::float8)
where id = :#recovery::uuid and attempt = :#attempt and state = 'running'

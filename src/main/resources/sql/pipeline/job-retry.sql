-- Another attempt of the same stage, later.
update jobs set state = 'waiting', lease_until = null, worker = null, admitted_at = null,
                error_code = :#errorCode, error_message = :#errorMessage, queued_at = clock_timestamp(),
                next_attempt_at = clock_timestamp() + make_interval(secs => :#delaySeconds::double precision),
                updated_at = clock_timestamp()
where id = :#jobId::uuid and attempt = :#attempt and state || '' = 'active'

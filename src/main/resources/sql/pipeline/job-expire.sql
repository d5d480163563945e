-- Takes active jobs from their workers at once: they wait again, and what the old worker still writes is refused.
update jobs j set state = 'waiting', lease_until = null, worker = null, admitted_at = null,
                  error_code = 'SERAI-JOB-003', error_message = 'An operator ended the worker''s lease',
                  queued_at = clock_timestamp(), next_attempt_at = clock_timestamp(), updated_at = clock_timestamp()
where j.id = any(string_to_array(:#jobIds, ',')::uuid[]) and j.state = 'active'
returning j.id::text as "id"

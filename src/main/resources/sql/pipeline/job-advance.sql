-- Hands the job to its next stage, if the claim still holds.
update jobs set stage = :#nextStage, state = 'waiting', stage_attempt = 0, progress = 0, lease_until = null,
                worker = null, admitted_at = null, next_attempt_at = clock_timestamp(),
                queued_at = clock_timestamp(), updated_at = clock_timestamp()
where id = :#jobId::uuid and attempt = :#attempt and state || '' = 'active'

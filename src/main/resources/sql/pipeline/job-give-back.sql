-- Between two batches of a long stage: while other jobs wait for the stage, the job goes to the end of the queue with
-- what it has done so far, so that nobody waits for a whole book. Nothing happens when nobody waits, or when the claim
-- no longer holds.
update jobs set state = 'waiting', stage_attempt = 0, lease_until = null, worker = null, admitted_at = null,
                next_attempt_at = clock_timestamp(), queued_at = clock_timestamp(), updated_at = clock_timestamp()
where id = :#jobId::uuid and attempt = :#attempt and state || '' = 'active'
  and exists (select from jobs o where o.stage = :#stage and o.state = 'waiting'
              and o.next_attempt_at <= statement_timestamp())

-- Attempts that have been active for more than ten minutes, each reported once.
update jobs j set stuck_at = clock_timestamp()
where j.state = 'active' and j.stage_started_at < clock_timestamp() - make_interval(secs => :#stuckSeconds::double precision)
  and (j.stuck_at is null or j.stuck_at < j.stage_started_at)
returning j.id::text as "jobId", j.document_id::text as "documentId", j.org_id as "orgId", j.stage as "stage", j.stage_attempt as "attempt",
          j.worker as "worker", extract(epoch from clock_timestamp() - j.stage_started_at)::bigint as "activeSeconds"

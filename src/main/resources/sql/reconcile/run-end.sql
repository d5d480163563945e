-- The run is over. What it did not see again is resolved, unless the step that looks for it failed.
with ended as (
    update reconcile_runs set state = 'done', ended_at = clock_timestamp(), lease_until = null
    where id = :id::uuid and claim = :claim and state = 'running'
    returning started_at
)
update reconcile_findings f set resolved_at = clock_timestamp()
from ended e
where f.resolved_at is null and f.last_seen < e.started_at and not f.code = any (:unsure)

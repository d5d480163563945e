-- Another attempt later; or, when they are used up, a firing that waits for an operator, and one notice for its slot.
with mine as (
    update schedule_firings
    set state = case when :#retry::boolean then 'waiting' else 'failed' end,
        available_at = clock_timestamp() + make_interval(secs => :#delaySeconds::float8),
        error_code = :#errorCode, error_message = :#errorMessage,
        ended_at = case when :#retry::boolean then null else clock_timestamp() end
    where id = :#firingId::bigint and attempt = :#attempt::integer and state = 'running'
    returning *
)
insert into notices (audience, kind, notice_key, severity, text, details)
select 'operator', 'schedule-failed', job || ' ' || scheduled_for, 'P2',
       format('%s of %s failed for good: %s', job,
              to_char(scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), error_code),
       jsonb_build_object('job', job, 'slot', scheduled_for, 'org', scope, 'code', error_code,
                          'runbook', 'ScheduleFailed')
from mine where state = 'failed'
on conflict (kind, notice_key) do update set closed_at = null, details = excluded.details

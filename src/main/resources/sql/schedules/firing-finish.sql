-- Result and end of the firing together; no row when another node has it by now. What people were told of this job is over
-- once nothing of the same slot is still failed; an attempt that took too long is told.
with mine as (
    update schedule_firings
    set state = 'done', created = :#created::integer, duplicate = :#duplicate::integer, error_code = null,
        error_message = null, ended_at = clock_timestamp()
    where id = :#firingId::bigint and attempt = :#attempt::integer and state = 'running'
    returning *
), closed as (
    update notices n set closed_at = clock_timestamp()
    from mine m
    where n.closed_at is null and n.kind in ('schedule-failed', 'schedule-missed', 'schedule-slow')
      and n.details ->> 'job' = m.job and (n.details ->> 'slot')::timestamptz <= m.scheduled_for
      -- another org's firing of the same slot does not make it less slow
      and (n.kind <> 'schedule-slow' or (n.details ->> 'slot')::timestamptz < m.scheduled_for)
      and (n.kind <> 'schedule-failed' or not exists (
          select from schedule_firings f
          where f.job = m.job and f.state = 'failed' and f.scheduled_for = (n.details ->> 'slot')::timestamptz
            and f.scope <> m.scope
            and not exists (select from schedule_firings l where l.job = f.job and l.scope = f.scope
                            and l.scheduled_for > f.scheduled_for and l.state = 'done')))
), slow as (
    insert into notices (audience, kind, notice_key, severity, text, details)
    select 'operator', 'schedule-slow', job || ' ' || scheduled_for, 'P3',
           format('%s took %s s; its timeout is %s s', job,
                  round(extract(epoch from ended_at - started_at)), :#timeoutMillis::bigint / 1000),
           jsonb_build_object('job', job, 'slot', scheduled_for, 'org', scope, 'runbook', 'ScheduleFailed')
    from mine
    where ended_at - started_at > make_interval(secs => :#timeoutMillis::float8 / 1000)
    on conflict (kind, notice_key) do update set closed_at = null
)
select id from mine

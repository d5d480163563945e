-- How the pipeline stands, in one row that is read every second.
with open as (
    select stage, state, count(*) as jobs from jobs where state in ('waiting', 'active', 'held') group by stage, state
), orgs as (
    select org_id, count(*) as jobs, min(queued_at) filter (where next_attempt_at <= clock_timestamp()) as since
    from jobs where state = 'waiting' group by org_id
), paused as (
    select coalesce(bool_or(kind = 'all'), false) as whole, count(*) as targets,
           string_agg(target, ', ' order by target) as names
    from pauses
), embedded as (
    select count(*) filter (where outcome = 'done') as done,
           count(*) filter (where error_code in ('SERAI-EMBED-001', 'SERAI-JOB-002')) as refused
    from job_stages where ended_at > statement_timestamp() - interval '1 minute' and stage = 'embed'
)
select coalesce((select sum(jobs) from open where state = 'waiting'), 0)::bigint as "waiting",
       coalesce((select sum(jobs) from open where state = 'active'), 0)::bigint as "active",
       coalesce((select sum(jobs) from open where state = 'held'), 0)::bigint as "held",
       (select string_agg(state || ':' || stage || ':' || jobs, ',') from open) as "byStage",
       (select count(*) from jobs where state = 'active'
        and stage_started_at < clock_timestamp() - make_interval(secs => :#stuckSeconds::double precision)) as "stuck",
       (select count(*) from dead_letter_jobs where outcome is null) as "deadLetters",
       (select count(*) from outbox) as "outboxWaiting",
       coalesce((select extract(epoch from clock_timestamp() - min(available_at)) * 1000
                 from outbox where due and available_at <= statement_timestamp()), 0)::bigint as "outboxLagMs",
       coalesce((select extract(epoch from clock_timestamp() - min(since)) from orgs), 0)::bigint as "oldestWaitSeconds",
       (select string_agg(org_id, ',') from orgs where jobs >= :#mostOfOrg::bigint) as "fullOrgs",
       (select string_agg(org_id, ',') from orgs
        where since < clock_timestamp() - make_interval(secs => :#maxWaitSeconds::double precision)) as "slowOrgs",
       (select whole from paused) as "allPaused", (select targets from paused) as "pauses",
       (select names from paused) as "pausedNames",
       (select count(*) from live_nodes where 'worker' = any(roles) and not paused) as "workers",
       (select count(*) from live_nodes where 'worker' = any(roles)) as "workersAlive",
       (select count(*) from live_nodes where 'scheduler' = any(roles)) as "schedulers",
       (select refused > 0 and done = 0 from embedded) as "embeddingDown"

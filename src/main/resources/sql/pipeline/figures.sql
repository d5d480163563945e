-- What of the pipeline changes from second to second. Every part reads a bounded number of rows, however much waits
-- (limit and not min: with the statistics of an empty table min would be free to read a whole index; state || '': only
-- the index of active jobs fits).
with paused as (
    select coalesce(bool_or(kind = 'all'), false) as whole, count(*) as targets,
           string_agg(target, ', ' order by target) as names
    from pauses
), embedded as (
    select count(*) filter (where outcome = 'done') as done,
           count(*) filter (where error_code in ('SERAI-EMBED-001', 'SERAI-JOB-002')) as refused
    from job_stages where ended_at > statement_timestamp() - interval '1 minute' and stage = 'embed'
)
select (select count(*) from jobs where state || '' = 'active'
        and stage_started_at < statement_timestamp() - make_interval(secs => :#stuckSeconds::double precision)) as "stuck",
       coalesce((select extract(epoch from clock_timestamp() - available_at) * 1000
                 from outbox where due and available_at <= statement_timestamp()
                 order by available_at limit 1), 0)::bigint as "outboxLagMs",
       (select whole from paused) as "allPaused", (select targets from paused) as "pauses",
       (select names from paused) as "pausedNames",
       (select count(*) from live_nodes where 'worker' = any(roles) and not paused) as "workers",
       (select count(*) from live_nodes where 'worker' = any(roles)) as "workersAlive",
       (select count(*) from live_nodes where 'scheduler' = any(roles)) as "schedulers",
       (select refused > 0 and done = 0 from embedded) as "embeddingDown"

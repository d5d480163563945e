-- The next items of a run, as many as its rate and the messages under way leave room for. Each is judged again: what
-- healed or changed since the plan is skipped. Returns what job-revive.sql
-- wants; their dead letters are held until the end of
-- the transaction, so that nobody else replays them. A pause (no node, no database) is not made up for by a burst.
with run as (
    select r.id, r.rate_per_minute, r.restart, r.started_by,
           greatest(r.paced_until, clock_timestamp() - make_interval(secs => greatest(2, 60.0 / r.rate_per_minute))) as since,
           (select count(*) from replay_items i where i.run_id = r.id and i.state = 'replayed') as under_way
    from replay_runs r where r.id = :#planId::uuid and r.state = 'running'
), room as (
    select greatest(0, least(floor(extract(epoch from clock_timestamp() - since) * rate_per_minute / 60),
                             :#underWay::int - under_way))::bigint as free
    from run
), next as materialized (
    select i.n, i.letter_id, i.job_id
    from replay_items i
    where i.run_id = :#planId::uuid and i.state = 'planned'
    order by i.n limit coalesce((select free from room), 0)
), judged as materialized (
    select next.*, v.verdict from next left join dead_letter_verdicts v on v.id = next.letter_id
), skipped as (
    update replay_items i set state = 'skipped', why = coalesce(j.verdict, 'letter-deleted')
    from judged j
    where i.run_id = :#planId::uuid and i.n = j.n and j.verdict is distinct from 'replayable'
), paced as (
    update replay_runs r
    set paced_until = run.since + make_interval(secs => (select count(*) from next) * 60.0 / run.rate_per_minute)
    from run where r.id = run.id and exists (select from next)
), held as (
    select l.job_id from dead_letter_jobs l join judged j on j.letter_id = l.id
    where j.verdict = 'replayable' and l.outcome is null
    for update of l skip locked
)
select string_agg(job_id::text, ',') as "jobIds", null as "priority", (select started_by from run) as "actor",
       (select case when restart = 'start' then 'store' end from run) as "reviveStage"
from held
having count(*) > 0

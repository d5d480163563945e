-- How much waits, and for how long. Counting reads one index entry for each open job and wake-up, so it is done seldom.
-- The oldest of an org is found without counting: by the first wake-up of each of its stages and priorities, and by
-- what Kafka holds already.
with recursive heads as (
    (select o.topic, o.org_id, o.priority, o.job_id from outbox o
     where o.due order by o.topic, o.org_id, o.priority desc, o.id limit 1)
    union all
    select n.topic, n.org_id, n.priority, n.job_id
    from heads h cross join lateral (
        (select o.topic, o.org_id, o.priority, o.job_id from outbox o
         where o.due and o.topic = h.topic and o.org_id = h.org_id and o.priority < h.priority
         order by o.priority desc, o.id limit 1)
        union all
        (select o.topic, o.org_id, o.priority, o.job_id from outbox o
         where o.due and (o.topic, o.org_id) > (h.topic, h.org_id)
         order by o.topic, o.org_id, o.priority desc, o.id limit 1)
        limit 1) n
), runnable as (
    select h.job_id from heads h
    union all
    select id from jobs where state = 'waiting' and admitted_at is not null
), oldest as (
    select j.org_id, min(j.queued_at) as since
    from runnable r join jobs j on j.id = r.job_id
    where j.state || '' = 'waiting' and j.next_attempt_at <= clock_timestamp()
    group by j.org_id
), open as (
    select stage, state, org_id, count(*) as jobs
    from jobs where state in ('waiting', 'active', 'held') group by stage, state, org_id
), stages as (
    select stage, state, sum(jobs) as jobs from open group by stage, state
)
select coalesce((select sum(jobs) from stages where state = 'waiting'), 0)::bigint as "waiting",
       coalesce((select sum(jobs) from stages where state = 'active'), 0)::bigint as "active",
       coalesce((select sum(jobs) from stages where state = 'held'), 0)::bigint as "held",
       (select string_agg(state || ':' || stage || ':' || jobs, ',') from stages) as "byStage",
       (select count(*) from dead_letter_jobs where outcome is null) as "deadLetters",
       (select count(*) from outbox) as "outboxWaiting",
       coalesce((select extract(epoch from clock_timestamp() - min(since)) from oldest), 0)::bigint as "oldestWaitSeconds",
       (select string_agg(org_id, ',') from (select org_id from open where state = 'waiting' group by org_id
                                             having sum(jobs) >= :#mostOfOrg::bigint) f) as "fullOrgs",
       (select string_agg(org_id, ',') from oldest
        where since < clock_timestamp() - make_interval(secs => :#maxWaitSeconds::double precision)) as "slowOrgs"

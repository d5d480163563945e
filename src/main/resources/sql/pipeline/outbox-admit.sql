-- The next wake-ups for Kafka. Each stage has a window of its own: a few for each consumer, or half a second's work
-- where the stage is fast. One org takes at most three quarters of it, and the org with the least in work goes first,
-- so that one org's flood does not delay another's file and one stage's backlog does not delay another stage.
-- Ids go by arrays and moments are those of the statement, so that only the indexes are read however much waits.
with recursive ripe as (
    update outbox set due = true
    where id = any(array(select o.id from outbox o
                         where not o.due and o.available_at <= statement_timestamp()
                         order by o.available_at limit 500
                         for update skip locked))
), queues as (
    (select o.topic, o.org_id from outbox o where o.due order by o.topic, o.org_id limit 1)
    union all
    select n.topic, n.org_id
    from queues q cross join lateral (
        select o.topic, o.org_id from outbox o
        where o.due and (o.topic, o.org_id) > (q.topic, q.org_id)
        order by o.topic, o.org_id limit 1) n
), consumers as (
    select c.key as stage, sum(c.value::bigint) as count
    from live_nodes n cross join lateral jsonb_each_text(n.consumers) c
    where not n.paused
    group by c.key
), pace as (
    select s.stage, count(*) as per_second
    from job_stages s where s.ended_at > statement_timestamp() - interval '1 second'
    group by s.stage
), load as (
    select j.stage, j.org_id, count(*) as jobs, count(*) filter (where j.state = 'waiting') as ahead
    from (select stage, org_id, state from jobs where state = 'waiting' and admitted_at is not null
          union all
          select stage, org_id, state from jobs where state = 'active') j
    group by j.stage, j.org_id
), windows as (
    select t.topic, t.stage, t.orgs,
           case when t.stage is null then 500
                when exists (select from pauses p where p.target in ('all', 'documents-' || t.stage)) then 0
                else greatest(:#ahead::bigint * greatest(1, coalesce(c.count, 1)),
                              ceil(coalesce(p.per_second, 0) / 2.0)::bigint) end as size
    from (select q.topic, count(*) as orgs, substring(q.topic from '^serai\.documents\.(.*)$') as stage
          from queues q group by q.topic) t
    left join consumers c on c.stage = t.stage
    left join pace p on p.stage = t.stage
), rooms as (
    select w.topic, w.stage, w.orgs,
           case when w.stage is null then w.size else greatest(1, w.size - ceil(w.size / 4.0)::bigint) end as share,
           w.size - coalesce((select sum(l.ahead) from load l where l.stage = w.stage), 0) as free
    from windows w
    where w.size > 0
), offered as (
    select o.id, q.topic, r.free, coalesce(l.jobs, 0) + o.place as turn
    from queues q
    join rooms r on r.topic = q.topic and r.free > 0
    left join load l on l.stage = r.stage and l.org_id = q.org_id
    cross join lateral (
        select d.id, row_number() over (order by d.priority desc, d.id) as place
        from outbox d
        where d.due and d.topic = q.topic and d.org_id = q.org_id and d.available_at <= statement_timestamp()
        order by d.priority desc, d.id
        limit greatest(0, least(r.share - coalesce(l.ahead, 0), ceil(2.0 * r.free / r.orgs)::bigint))) o
), chosen as (
    select c.id, c.place
    from (select f.id, f.free, row_number() over (partition by f.topic order by f.turn, f.id) as place
          from offered f) c
    where c.place <= c.free
), taken as (
    select o.id, o.topic, o.message_key, o.payload, o.job_id
    from outbox o
    where o.id = any(array(select c.id from chosen c))
    order by o.id
    for update skip locked
), marked as (
    update jobs j set admitted_at = clock_timestamp()
    where j.id = any(array(select t.job_id from taken t)) and j.state || '' = 'waiting'
      -- not by a wake-up left over from a stage that the job has passed: nobody would claim it and free its place again
      and exists (select from taken t where t.job_id = j.id and t.topic = 'serai.documents.' || j.stage)
)
select t.id as "id", t.topic as "topic", t.message_key as "key", t.payload::text as "payload"
from taken t join chosen c on c.id = t.id
order by c.place, t.id

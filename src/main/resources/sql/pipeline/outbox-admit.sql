-- The next wake-ups for Kafka: round-robin over orgs, by priority within an org, never more than the window leaves
-- room for, so that one org's flood does not delay another's file.
with recursive orgs as (
    (select org_id from outbox order by org_id limit 1)
    union all
    select (select o.org_id from outbox o where o.org_id > orgs.org_id order by o.org_id limit 1)
    from orgs where orgs.org_id is not null
), room as (
    select greatest(0, :#window::bigint - count(*)) as free
    from jobs where state = 'waiting' and admitted_at is not null
), due as (
    select d.id, d.rank
    from orgs cross join lateral (
        select o.id, row_number() over (order by o.priority desc, o.id) as rank
        from outbox o
        where o.org_id = orgs.org_id and o.available_at <= clock_timestamp()
        order by o.priority desc, o.id
        limit (select free from room)) d
    where orgs.org_id is not null
    order by d.rank
    limit (select free from room)
), taken as (
    select o.id, o.topic, o.message_key, o.payload, o.job_id
    from outbox o
    where o.id in (select id from due)
    order by o.id
    for update skip locked
), marked as (
    update jobs j set admitted_at = clock_timestamp() from taken t where j.id = t.job_id and j.state = 'waiting'
)
select id as "id", topic as "topic", message_key as "key", payload::text as "payload" from taken

-- Wake-ups that no job waits for. Those of open jobs and messages for the dead-letter topic wait for Kafka however long.
with gone as (
    delete from outbox where id = any (array(
        select o.id from outbox o
        where o.created_at < clock_timestamp() - make_interval(secs => :keep)
          and o.job_id is not null
          and not exists (select from jobs j where j.id = o.job_id and j.state in ('waiting', 'active', 'held'))
        order by o.id limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

-- Closed dead letters. Open ones wait for an operator however long.
with gone as (
    delete from dead_letter_jobs where id = any (array(
        select d.id from dead_letter_jobs d
        where d.outcome is not null
          and greatest(d.failed_at, d.replayed_at) < clock_timestamp() - make_interval(secs => :keep)
        order by d.failed_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

-- Replays that are over, and plans that were never run, with their items.
with gone as (
    delete from replay_runs where id = any (array(
        select id from replay_runs
        where (settled_at is not null or state = 'planned')
          and greatest(created_at, settled_at) < clock_timestamp() - make_interval(secs => :keep)
        order by created_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

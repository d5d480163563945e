-- Nodes that are gone.
with gone as (
    delete from nodes where name = any (array(
        select name from nodes
        where seen_at < clock_timestamp() - make_interval(secs => :keep)
        order by name limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

-- Resolved alerts with all that was told of them.
with gone as (
    delete from alerts where id = any (array(
        select id from alerts
        where state = 'resolved' and resolved_at < clock_timestamp() - make_interval(secs => :keep)
        order by resolved_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

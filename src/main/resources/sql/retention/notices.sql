-- Closed notices. They also keep things from being told twice, so they stay for longer than their causes can come back.
with gone as (
    delete from notices where id = any (array(
        select id from notices
        where closed_at < clock_timestamp() - make_interval(secs => :keep)
        order by closed_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

-- Counts of refused requests.
with gone as (
    delete from webhook_refusals where ctid = any (array(
        select ctid from webhook_refusals
        where hour < clock_timestamp() - make_interval(secs => :keep)
        order by hour limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

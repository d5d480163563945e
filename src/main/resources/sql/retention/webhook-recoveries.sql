-- Recoveries that ended.
with gone as (
    delete from webhook_recoveries where id = any (array(
        select id from webhook_recoveries
        where state <> 'running' and finished_at < clock_timestamp() - make_interval(secs => :keep)
        order by finished_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

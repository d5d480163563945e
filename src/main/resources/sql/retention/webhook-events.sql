-- Events that were worked off, long after the sender stopped repeating them. Waiting and dead ones stay.
with gone as (
    delete from webhook_events where ctid = any (array(
        select ctid from webhook_events
        where received_at < clock_timestamp() - make_interval(secs => :keep) and state not in ('waiting', 'dead')
        order by received_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

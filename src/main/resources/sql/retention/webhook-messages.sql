-- Messages with their deliveries and attempts. What may still be sent stays; what waits for a paused endpoint ends too.
with gone as (
    delete from outbound_messages where id = any (array(
        select m.id from outbound_messages m
        where m.occurred_at < clock_timestamp() - make_interval(secs => :keep)
          and not exists (select from outbound_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
                          where d.org_id = m.org_id and d.message_id = m.id
                            and (d.state = 'sending' or (d.state = 'pending' and e.state = 'active')))
        order by m.occurred_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

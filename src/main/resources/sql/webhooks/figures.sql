-- What waits and what is dead.
select (select count(*) from webhook_outbox) as waiting,
       coalesce((select extract(epoch from clock_timestamp() - e.received_at)
                 from webhook_outbox o join webhook_events e on e.seq = o.event_seq
                 order by o.event_seq limit 1), 0)::float8 as oldest,
       (select count(*) from webhook_events where state = 'dead') as dead

-- Deliveries for this node until its lease ends. Of one alert a channel is told one thing after the other, so that no
-- late attempt opens again what is over.
with due as (
    select d.id from alert_deliveries d
    where d.state in ('waiting', 'sending') and d.available_at <= clock_timestamp() and d.channel <> 'digest'
      and not exists (select from alert_deliveries b
                      where b.alert_id = d.alert_id and b.channel = d.channel and b.id < d.id
                        and b.state in ('waiting', 'sending'))
    order by d.available_at, d.id
    limit :#batch::integer
    for update skip locked
), claimed as (
    update alert_deliveries d
    set state = 'sending', attempt = d.attempt + 1,
        available_at = clock_timestamp() + make_interval(secs => :#leaseSeconds::double precision)
    from due where d.id = due.id
    returning d.id, d.attempt
)
select c.attempt as "attempt", m.* from claimed c join alert_messages m on m."deliveryId" = c.id order by c.id

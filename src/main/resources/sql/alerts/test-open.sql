-- An alert that is over as soon as it opens, with a delivery to each channel, claimed for the caller.
with opened as (
    insert into alerts (source, alert_key, severity, title, text, state, opened_by, resolved_by, resolved_at, note)
    values ('alert-test', gen_random_uuid()::text, 'P3', 'Test alert of Serai',
            'Somebody tries whether alerts arrive. There is nothing to do.', 'resolved', :#${exchangeProperty.userId},
            :#${exchangeProperty.userId}, clock_timestamp(), 'a test')
    returning id
), events as (
    insert into alert_events (alert_id, kind, actor)
    select id, kind, :#${exchangeProperty.userId}
    from opened cross join (values (1, 'test'), (2, 'resolved')) as k (place, kind) order by place
    returning id, alert_id, kind
)
insert into alert_deliveries (event_id, alert_id, channel, telling, state, attempt, available_at)
select e.id, e.alert_id, c.channel, e.kind = 'test', 'sending', 1,
       clock_timestamp() + make_interval(secs => :#leaseSeconds::double precision)
from events e cross join jsonb_to_recordset(:#channels::jsonb) as c (channel text)
where c.channel <> 'digest' and (e.kind = 'test' or c.channel = 'pagerduty')
order by e.id, c.channel
returning alert_id as "alert"

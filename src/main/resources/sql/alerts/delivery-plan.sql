-- Says for each new event which channels are told. More alerts in a minute than people can read become one: those beyond
-- the limit are summarised. That an alert is seen to or over is told where it was told that it is open.
with taken as (
    delete from alert_outbox where event_id in (select event_id from alert_outbox order by event_id limit 1000)
    returning event_id
), wanted as (
    select e.id as event_id, e.alert_id, c.channel, e.kind not in ('acknowledged', 'resolved') as telling,
           c.channel = 'digest' or a.source = 'alert-storm' as exempt, a.source, a.severity
    from taken t
    join alert_events e on e.id = t.event_id
    join alerts a on a.id = e.alert_id
    join jsonb_to_recordset(:#severities::jsonb) as s (severity text, channels text[]) on s.severity = a.severity
    join jsonb_to_recordset(:#channels::jsonb) as c (channel text, kinds text[])
        on c.channel = any (s.channels) and e.kind = any (c.kinds)
    where c.channel <> all (a.muted)
), placed as (
    select w.*, row_number() over (partition by w.channel, w.exempt, w.telling order by w.event_id)
                + (select count(*) from alert_deliveries d
                   where d.channel = w.channel and d.telling and d.state <> 'summarised'
                     and d.created_at > clock_timestamp() - interval '1 minute') as place
    from wanted w
), judged as (
    select p.*, p.telling and not p.exempt and p.place > :#stormMost::integer as summarised
    from placed p
), planned as (
    insert into alert_deliveries (event_id, alert_id, channel, telling, state, ended_at, available_at)
    select j.event_id, j.alert_id, j.channel, j.telling,
           case when j.summarised then 'summarised' else 'waiting' end,
           case when j.summarised then clock_timestamp() end,
           case when j.channel = 'digest'
                then to_timestamp(:#digestAt::double precision + :#digestEvery::double precision * (1
                     + floor((extract(epoch from statement_timestamp()) - :#digestAt::double precision)
                             / :#digestEvery::double precision)))
                when j.source = 'alert-storm'
                then clock_timestamp() + make_interval(secs => :#stormGather::double precision)
                else clock_timestamp() end
    from judged j
    where j.telling
       or (j.channel <> 'digest'
           and (exists (select from alert_deliveries d where d.alert_id = j.alert_id and d.channel = j.channel
                          and d.telling and d.state <> 'summarised')
                or exists (select from judged o where o.alert_id = j.alert_id and o.channel = j.channel
                             and o.telling and not o.summarised)))
    order by j.event_id
    on conflict (event_id, channel) do nothing
    returning alert_id, state
)
select count(distinct p.alert_id) as "summarised", min(a.severity) as "worst"
from planned p join alerts a on a.id = p.alert_id
where p.state = 'summarised'

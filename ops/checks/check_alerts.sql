-- Alerts: is one open that nobody sees to, does one not reach its channel, and does anybody send?
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_alerts.sql
--
-- One row for each kind with its count.
with kinds as (
    select 1 as place, 'alerts of P0 or P1 that nobody has acknowledged for 15 minutes' as what,
           (select count(*) from alerts where state = 'open' and severity in ('P0', 'P1')
              and since < now() - interval '15 minutes') as n,
           'P1' as level, 'GET /api/alerts?state=open shows them with their runbooks; acknowledge what you see to' as what_to_do
    union all
    select 2, 'channels that alerts do not reach',
           (select count(*) from notices where kind = 'alert-channel-failing' and closed_at is null),
           'P1', 'runbook AlertChannelFailing'
    union all
    select 3, 'alerts that have not been sent for more than 5 minutes',
           (select count(*) from alert_deliveries
            where state in ('waiting', 'sending') and channel <> 'digest' and available_at < now() - interval '5 minutes'),
           'P1', 'is a node with the role worker up? runbook AlertChannelFailing'
    union all
    select 4, 'events of alerts that nobody has planned to tell for more than a minute',
           (select count(*) from alert_outbox o join alert_events e on e.id = o.event_id where e.at < now() - interval '1 minute'),
           'P2', 'is a node with the role scheduler up? runbook AlertChannelFailing'
    union all
    select 5, 'alerts that nobody has acknowledged for a day',
           (select count(*) from alerts where state = 'open' and severity = 'P2' and since < now() - interval '1 day'),
           'P2', 'GET /api/alerts?state=open shows them with their runbooks'
)
select case when n = 0 then 'OK' else level end as level,
       what,
       n::text as value,
       '0' as expected,
       case when n = 0 then 'nothing' else what_to_do end as what_to_do
from kinds
order by n > 0 desc, place;

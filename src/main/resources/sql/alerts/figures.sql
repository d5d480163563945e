-- How many alerts are not resolved, and how many deliveries wait, for metrics.
select s.severity as "severity",
       (select count(*) from alerts a where a.severity = s.severity and a.state = 'open') as "open",
       (select count(*) from alerts a where a.severity = s.severity and a.state = 'acknowledged') as "acknowledged",
       (select count(*) from alert_deliveries where state in ('waiting', 'sending') and channel <> 'digest') as "waiting"
from (values ('P0'), ('P1'), ('P2'), ('P3')) as s (severity)

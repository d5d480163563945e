-- Alerts that are due for minutes and not sent: no node with the role worker is up.
select '' as key, count(*) as value, count(*) || ' alerts have not been sent for more than 5 minutes' as text
from alert_deliveries
where state in ('waiting', 'sending') and channel <> 'digest' and available_at < clock_timestamp() - interval '5 minutes'

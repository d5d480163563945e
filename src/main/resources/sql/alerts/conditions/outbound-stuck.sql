-- Deliveries to orgs' endpoints that are due for minutes although nobody asked for quiet: nobody sends.
select '' as key, count(*) as value,
       count(*) || ' deliveries to webhook endpoints have been due for more than 5 minutes and nobody sends them' as text
from outbound_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
where e.state = 'active' and (e.waits_until is null or e.waits_until < clock_timestamp() - interval '5 minutes')
  and ((d.state = 'pending' and d.next_attempt_at < clock_timestamp() - interval '5 minutes')
       or (d.state = 'sending' and d.lease_until < clock_timestamp() - interval '5 minutes'))

-- Whose the event is: the customer that it names, or of a dispute the customer of its charge. That customer's events wait.
select o.owner, count(pg_advisory_xact_lock(hashtextextended('customer:' || o.owner, 12))) as locks
from (select coalesce(
        nullif(:#owner::text, ''),
        (select c.owner from jsonb_to_recordset(:#observations::jsonb) as s (kind text, state jsonb)
         join provider_objects c on c.provider = 'stripe' and c.kind = 'charge' and c.object_id = s.state ->> 'charge'
         where s.kind = 'dispute' limit 1),
        '') as owner) o
group by o.owner

-- Disputes name a charge and no customer: they become the customer's when the charge is known.
update provider_objects d set owner = c.owner
from provider_objects c
where c.provider = 'stripe' and c.kind = 'charge' and c.owner = :#owner and c.owner <> ''
  and d.provider = 'stripe' and d.kind in ('dispute', 'notice') and d.owner = ''
  and coalesce(d.state ->> 'charge', d.state -> 'details' ->> 'charge') = c.object_id

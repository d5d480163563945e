-- What stands in the way of a push of one org's seats, if anything does.
select state, item_id is null as "noItem", used is null as "noMembers"
from billing_seats where org_id = :#seatsOrg
for update

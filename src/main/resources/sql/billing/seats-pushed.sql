-- Stripe has the seats. What was wished meanwhile is pushed next; an alert about the org is over.
with pushed as (
    update billing_seats
    set pushed = :#quantity::integer, failures = 0, error = null, updated_at = clock_timestamp(),
        next_attempt_at = clock_timestamp(),
        state = case when generation = :#generation::integer then 'synced' else 'waiting' end
    where org_id = :#seatsOrg and attempt = :#attempt::integer and state = 'pushing'
    returning org_id
)
update notices n set closed_at = clock_timestamp()
from pushed where n.kind = 'billing.seats-dead' and n.org_id = pushed.org_id and n.closed_at is null

-- Another try from the start, with a key that Stripe has not seen; nothing while there is nothing to push to.
update billing_seats
set state = 'waiting', generation = generation + 1, failures = 0, error = null, next_attempt_at = clock_timestamp(),
    updated_at = clock_timestamp()
where org_id = :#seatsOrg and item_id is not null and used is not null and state <> 'pushing'

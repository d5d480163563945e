-- One org whose seats Stripe must be told, for this node alone until the lease ends.
update billing_seats
set state = 'pushing', attempt = attempt + 1, updated_at = clock_timestamp(),
    next_attempt_at = clock_timestamp() + make_interval(secs => :#leaseSeconds::integer)
where org_id = (select org_id from billing_seats
                where state in ('waiting', 'pushing') and next_attempt_at <= clock_timestamp()
                  and item_id is not null and used is not null
                order by next_attempt_at limit 1
                for update skip locked)
returning org_id as "seatsOrg", item_id as "item", used as "quantity", generation, attempt

-- One object to ask Stripe about, for this node alone until the lease ends.
update billing_fetches
set attempt = attempt + 1, next_attempt_at = clock_timestamp() + make_interval(secs => :#leaseSeconds::integer)
where (kind, object_id) = (select kind, object_id from billing_fetches
                           where state = 'waiting' and next_attempt_at <= clock_timestamp()
                           order by next_attempt_at limit 1
                           for update skip locked)
returning kind, object_id as "id", at, attempt

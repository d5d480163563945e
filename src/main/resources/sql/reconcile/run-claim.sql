-- Takes the open run, or takes it over from a node that fell silent; goes on where that one stopped.
update reconcile_runs set state = 'running', claim = claim + 1, worker = :#worker,
                          started_at = coalesce(started_at, clock_timestamp()),
                          lease_until = clock_timestamp() + make_interval(secs => 60)
where id = (select id from reconcile_runs
            where state <> 'done' and (lease_until is null or lease_until < clock_timestamp())
            for update skip locked)
returning id::text as "id", claim as "claim", step as "step", cursor as "cursor"

-- This node lives; what is paused comes back. Nodes that have been gone for a day are forgotten, their pauses are not.
with seen as (
    insert into nodes (name, roles, consumers, running, route_revision, started_at)
    values (:#node, string_to_array(:#roles, ','), :#consumers::jsonb, string_to_array(:#running, ','),
            :#routeRevision, to_timestamp(:#startedAt::double precision / 1000))
    on conflict (name) do update
        set roles = excluded.roles, consumers = excluded.consumers, running = excluded.running,
            route_revision = excluded.route_revision, started_at = excluded.started_at, seen_at = clock_timestamp()
), gone as (
    delete from nodes where seen_at < clock_timestamp() - interval '1 day'
)
select p.target as "target" from pauses p where p.kind <> 'node' or p.target = :#node

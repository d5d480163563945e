-- Nodes that have reported lately, each with the revision of the routes that it runs.
select name as "name", route_revision as "revision", paused as "paused" from live_nodes order by name

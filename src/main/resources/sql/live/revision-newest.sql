-- The number of the revision that every node should run; 0 before the first.
select coalesce(max(number), 0) from route_revisions

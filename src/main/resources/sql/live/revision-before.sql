-- The number of the revision before one; 0 when there is none.
select coalesce(max(number), 0) from route_revisions where number < :number

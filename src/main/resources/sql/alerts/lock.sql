-- Nodes look one after the other, so that nothing is seen, planned or counted twice.
select pg_advisory_xact_lock(hashtextextended('alerts', 0))::text as "lock"

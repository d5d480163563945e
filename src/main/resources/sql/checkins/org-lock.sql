-- Changes of an org's departments, of who is in them and of its check-in settings wait for each other.
select count(pg_advisory_xact_lock(hashtextextended('checkins:' || :#org, 17))) as locks

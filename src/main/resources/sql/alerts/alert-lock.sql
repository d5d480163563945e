-- One after the other for each cause.
select pg_advisory_xact_lock(hashtextextended('alert ' || source || ' ' || org_id || ' ' || alert_key, 0))::text as "lock"
from alerts where id = :#alert::bigint

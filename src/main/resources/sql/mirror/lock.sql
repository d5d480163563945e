-- Events about the same customer, user or org wait for each other, in the order in which the locks are given.
select count(pg_advisory_xact_lock(hashtextextended(key, 12))) as locks
from (select key from jsonb_array_elements_text(:#locks::jsonb) with ordinality as l (key, place) order by place) ordered

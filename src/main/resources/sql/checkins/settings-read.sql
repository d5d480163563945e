-- How an org checks in, as the answer's JSON.
select s.version as "version", checkin_settings_json(s)::text as "answer"
from checkin_settings_of(:#org, :#defaults::jsonb) s

-- The slots up to now have become firings; in the same transaction. A clock that is set back moves nothing back.
update schedule_marks m
set looked_until = greatest(m.looked_until, :#${header.now}::timestamptz)
from jsonb_to_recordset(:#jobs::jsonb) as j (name text)
where m.job = j.name

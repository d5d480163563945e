-- Ends an open session. One that has the wanted state already stays as it is and fits.
with before as (
    select s.* from checkin_sessions s
    where s.id = :#sessionId::uuid and s.org_id = :#org and (:#member::text is null or s.member_id = :#member)
    for update
), changed as (
    update checkin_sessions s
    set state = :#wanted, completed_at = case when :#wanted = 'completed' then clock_timestamp() end,
        settled_by = :#${exchangeProperty.userId}, updated_at = clock_timestamp()
    from before b
    where s.id = b.id and b.state = 'pending'
    returning s.*
)
select coalesce((select checkin_session_json(c) from changed c), checkin_session_json(b))::text as "session",
       b.state as "state", b.state in ('pending', :#wanted) as "fits"
from before b

-- Whose tokens are refused, of all transactions since the given one; and from where to ask next. What commits later began
-- no earlier than that, so nothing is missed, and some is told twice.
select position.next::text as next, d.kind, d.subject, d.until
from (select pg_snapshot_xmin(pg_current_snapshot()) as next) position
left join access_denials d on d.changed >= (:since::text)::xid8 and d.until > clock_timestamp()

-- What an org's index has not seen yet, in commit order.
select position, document_id, version, kind
from index_changes
where org_id = ? and position > ?
order by position
limit ?

-- How far one org's changes go.
select position from index_positions where org_id = ?

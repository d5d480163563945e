-- How far each org's changes go.
select org_id, position from index_positions

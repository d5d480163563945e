-- One page of the revisions, newest first, as the answer's JSON. Of each the first twenty changes; the rest is for the
-- one who asks for the revision.
with page as (
    select r.*, row_number() over (order by number desc) as n
    from route_revisions r
    where :#after::bigint is null or number < :#after
    order by number desc
    limit :#limit::bigint + 1
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'revision', number, 'origin', origin, 'author', author, 'reason', reason, 'node', node,
        'appliedAt', applied_at, 'changed', jsonb_array_length(changes -> 'parts'),
        'changes', jsonb_path_query_array(changes, '$.parts[0 to 19]')) order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(number) filter (where n = :#limit::bigint and exists (select from page where n > :#limit::bigint))
)::text
from page

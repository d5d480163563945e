-- One page of the revisions, newest first, as the answer's JSON.
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
        'appliedAt', applied_at, 'changes', changes -> 'parts') order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(number) filter (where n = :#limit::bigint and exists (select from page where n > :#limit::bigint))
)::text
from page

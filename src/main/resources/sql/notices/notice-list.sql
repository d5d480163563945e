-- One page of notices, newest first, as the answer's JSON.
with page as (
    select n.* from notices n
    where (:#state::text is null or (n.closed_at is null) = (:#state = 'open'))
      and (:#kind::text is null or n.kind = :#kind)
      and (:#org::text is null or n.org_id = :#org)
      and (:#audience::text is null or n.audience = :#audience)
      and (:#after::text is null or n.id < :#after::bigint)
    order by n.id desc
    limit :#limit::bigint + 1
), numbered as (
    select p.*, row_number() over (order by p.id desc) as n from page p
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'audience', audience, 'org', org_id, 'kind', kind, 'key', notice_key, 'severity', severity,
        'text', text, 'details', details, 'dueAt', due_at, 'createdAt', created_at, 'closedAt', closed_at) order by n)
        filter (where n <= :#limit::bigint), '[]'),
    'next', max(id::text) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

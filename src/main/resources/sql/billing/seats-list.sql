-- One page of the orgs' seats as the answer's JSON.
with page as (
    select * from billing_seats
    where (:#state::text is null or state = :#state) and (:#after::text is null or org_id > :#after)
    order by org_id limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by org_id) as n from page
)
select jsonb_build_object(
    'pushes', :#mayAsk::text = 'yes',
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'org', org_id, 'used', used, 'bought', bought, 'pushed', pushed, 'itemId', item_id, 'state', state,
        'generation', generation, 'failures', failures, 'error', error,
        'nextAttemptAt', case when state in ('waiting', 'pushing') then next_attempt_at end, 'updatedAt', updated_at)
        order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(org_id) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

-- One page of the endpoints of the transaction's org, or of all that the hub sees, newest first, as the answer's JSON.
with page as (
    select e.*, (extract(epoch from e.created_at) * 1000000)::bigint as micros
    from webhook_endpoints e
    where (:#org::text is null or e.org_id = :#org)
      and (:#after::text is null or (e.created_at, e.id) <
           (timestamptz 'epoch' + split_part(:#after, '_', 1)::bigint * interval '1 microsecond',
            split_part(:#after, '_', 2)::uuid))
    order by e.created_at desc, e.id desc
    limit :#limit::bigint + 1
), numbered as (
    select e.id, page.micros, page.org_id, webhook_endpoint_json(e) as shown,
           row_number() over (order by page.created_at desc, page.id desc) as n
    from page join webhook_endpoints e on e.id = page.id
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(shown || jsonb_build_object('orgId', org_id) order by n)
                      filter (where n <= :#limit::bigint), '[]'),
    'next', max(micros || '_' || id)
            filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

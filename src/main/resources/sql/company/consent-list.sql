-- One page of the caller's own consents, newest first, as the answer's JSON.
with page as (
    select c.* from user_consents c
    where c.org_id = current_setting('serai.org') and c.user_id = :#${exchangeProperty.userId}
      and (:#after::bigint is null or c.id < :#after)
    order by c.id desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by id desc) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'kind', kind, 'version', version, 'givenAt', given_at, 'withdrawnAt', withdrawn_at)
        order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(id) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

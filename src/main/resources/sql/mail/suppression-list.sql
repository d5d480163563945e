-- One page of addresses that get no mail, newest first, as the answer's JSON.
with page as (
    select s.*, (extract(epoch from s.created_at) * 1000000)::bigint || '_' || s.address as place
    from mail_suppressions s
    where :#after::text is null
       or (s.created_at, s.address) < (timestamptz 'epoch' + split_part(:#after, '_', 1)::bigint * interval '1 microsecond',
                                       substr(:#after, strpos(:#after, '_') + 1))
    order by s.created_at desc, s.address desc
    limit :#limit::bigint + 1
), numbered as (
    select p.*, row_number() over (order by created_at desc, address desc) as n from page p
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'address', address, 'reason', reason, 'mail', mail_id, 'details', details, 'since', created_at) order by n)
        filter (where n <= :#limit::bigint), '[]'),
    'next', max(place) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

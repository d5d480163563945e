-- One page of dead letters, newest first, as the answer's JSON.
with page as (
    select l.id, l.failed_at, dead_letter_json(l) as letter,
           (extract(epoch from l.failed_at) * 1000000)::bigint || '_' || l.id as place
    from dead_letters_matching(:#filter::jsonb) l
    where :#after::text is null
       or (l.failed_at, l.id) < (timestamptz 'epoch' + split_part(:#after, '_', 1)::bigint * interval '1 microsecond',
                                 split_part(:#after, '_', 2)::uuid)
    order by l.failed_at desc, l.id desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by failed_at desc, id desc) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(letter order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(place) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

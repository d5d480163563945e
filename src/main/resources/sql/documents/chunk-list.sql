-- One page of a document's chunks, in order, as the answer's JSON.
with page as (
    select c.* from document_chunks c
    where c.document_id = :#documentId::uuid
      and c.version = (select max(v.version) from document_chunks v where v.document_id = :#documentId::uuid)
      and c.ordinal > :#after::bigint
    order by c.ordinal
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by ordinal) as n from page
)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'ordinal', ordinal, 'text', text, 'page', page, 'start', start_offset, 'end', end_offset,
        'headings', headings, 'tokens', tokens, 'embedded', embedding is not null)
        order by n) filter (where n <= :#limit::bigint), '[]'::json),
    'next', max(ordinal) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

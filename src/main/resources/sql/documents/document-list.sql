-- One page of the org's documents, newest first, as the answer's JSON.
with page as (
    select d.*, (extract(epoch from d.created_at) * 1000000)::bigint as micros
    from documents d
    where (:#status::text is null or d.status = :#status)
      and (:#companyId::text is null or d.company_id = :#companyId)
      and (:#documentType::text is null or d.document_type = :#documentType)
      and (:#after::text is null or (d.created_at, d.id) <
           (to_timestamp(split_part(:#after, '_', 1)::numeric / 1000000), split_part(:#after, '_', 2)::uuid))
    order by d.created_at desc, d.id desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by created_at desc, id desc) as n from page
)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'documentId', id, 'fileName', file_name, 'mediaType', media_type, 'size', size_bytes,
        'companyId', company_id, 'documentType', document_type, 'title', title, 'pages', page_count,
        'status', status, 'code', error_code, 'createdAt', created_at, 'updatedAt', updated_at)
        order by n) filter (where n <= :#limit::bigint), '[]'::json),
    'next', max(micros || '_' || id) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

-- Documents of the org whose link to a company is missing or disagrees with the org's other documents, newest first.
with mine as (
    select d.id, d.file_name, d.company_id, d.sha256, d.created_at,
           lower(regexp_replace(d.company_id, '[^A-Za-z0-9]', '', 'g')) as plain
    from documents d
    where d.org_id = :#${exchangeProperty.orgId}
), spellings as (
    select plain, company_id, count(*) as documents,
           first_value(company_id) over (partition by plain order by count(*) desc, company_id) as usual
    from mine
    where company_id is not null
    group by plain, company_id
), contents as (
    select sha256, array_agg(distinct company_id order by company_id) as companies
    from mine
    where company_id is not null
    group by sha256
    having count(distinct plain) > 1
), found as (
    select m.id, 'unlinked' as kind, null::text as suggestion, 'The document names no company' as text
    from mine m
    where m.company_id is null
    union all
    select m.id, 'spelling', s.usual,
           format('Other documents of the org spell this company "%s"', s.usual)
    from mine m join spellings s on s.company_id = m.company_id
    where s.usual <> m.company_id
    union all
    select m.id, 'same-content', null,
           format('The same content is linked to %s', array_to_string(c.companies, ', '))
    from mine m join contents c on c.sha256 = m.sha256
), counted as (
    select coalesce(jsonb_object_agg(kind, documents), '{}') as kinds
    from (select kind, count(*) as documents from found group by kind) by_kind
), page as (
    select m.*, (extract(epoch from m.created_at) * 1000000)::bigint as micros,
           (select jsonb_agg(jsonb_build_object('kind', f.kind, 'text', f.text, 'suggestion', f.suggestion)
                             order by f.kind desc) from found f where f.id = m.id) as findings
    from mine m
    where exists (select from found f where f.id = m.id)
      and (:#after::text is null or (m.created_at, m.id) <
           (to_timestamp(split_part(:#after, '_', 1)::numeric / 1000000), split_part(:#after, '_', 2)::uuid))
    order by m.created_at desc, m.id desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by created_at desc, id desc) as n from page
)
select jsonb_build_object(
    'org', :#${exchangeProperty.orgId}::text,
    'counts', (select kinds from counted),
    'documents', (select count(*) from mine),
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'documentId', id, 'fileName', file_name, 'companyId', company_id, 'findings', findings)
        order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(micros || '_' || id) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

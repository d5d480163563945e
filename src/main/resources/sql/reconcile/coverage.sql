-- Orgs whose share of chunks with a vector is below the threshold: some of their bare documents are analysed anew.
with low as (
    select c.org_id from document_chunks c
    join documents d on d.id = c.document_id and d.version = c.version and d.status = 'ready'
    group by c.org_id
    having count(c.embedding) < count(*) * :#threshold::double precision
), bare as (
    select d.id from documents d join low on low.org_id = d.org_id
    where d.status = 'ready'
      and exists (select from document_chunks c
                  where c.document_id = d.id and c.version = d.version and c.embedding is null)
      and not exists (select from jobs j where j.document_id = d.id and j.state in ('waiting', 'active', 'held'))
    order by d.id
    limit :#limit::bigint
    for update of d skip locked
), again as (
    update documents d set version = d.version + 1, status = 'processing', updated_at = clock_timestamp()
    from bare b where d.id = b.id
    returning d.id, d.org_id, d.version
)
insert into jobs (id, org_id, document_id, version, kind, stage, state, priority)
select gen_random_uuid(), org_id, id, version, 'regenerate', 'store', 'waiting', -1 from again

-- Some documents are analysed anew: those with bare chunks, in orgs whose share of chunks with a vector is below the
-- threshold, and everybody's with vectors of another model than the hub's.
with low as (
    select c.org_id from document_chunks c
    join documents d on d.id = c.document_id and d.version = c.version and d.status = 'ready'
    group by c.org_id
    having count(c.embedding) < count(*) * :#threshold::double precision
), bare as (
    select d.id from documents d
    where d.status = 'ready'
      and exists (select from document_chunks c
                  where c.document_id = d.id and c.version = d.version
                    and (c.embedding_model <> :#model
                         or c.embedding is null and d.org_id in (select org_id from low)))
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

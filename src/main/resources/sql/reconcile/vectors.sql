-- Ready documents that lack vectors are analysed anew, behind everything that people wait for.
with page as (
    select id from documents where status = 'ready' and id > :cursor::uuid order by id limit :limit
), bare as (
    select d.id from documents d
    where d.id in (select id from page) and d.status = 'ready'
      and d.updated_at < clock_timestamp() - make_interval(secs => :grace)
      and (exists (select from document_chunks c
                   where c.document_id = d.id and c.version = d.version and c.embedding is null)
           or not exists (select from document_chunks c where c.document_id = d.id and c.version = d.version))
      and not exists (select from jobs j where j.document_id = d.id and j.state in ('waiting', 'active', 'held'))
    for update skip locked
), again as (
    update documents d set version = d.version + 1, status = 'processing', updated_at = clock_timestamp()
    from bare b where d.id = b.id
    returning d.id, d.org_id, d.version
), queued as (
    insert into jobs (id, org_id, document_id, version, kind, stage, state, priority)
    select gen_random_uuid(), org_id, id, version, 'regenerate', 'store', 'waiting', -1 from again
    returning id, org_id, document_id
)
select (select id::text from page order by id offset :limit - 1 limit 1) as next,
       (select count(*) from page) as examined,
       (select count(note_finding('SERAI-RECON-003', org_id, document_id::text, 'healed',
            format('document %s was ready without all its vectors; job %s makes them', document_id, id)))
        from queued) as healed,
       0 as reported

-- Texts and chunks of versions before the one that is ready.
with page as (
    select id from documents where status = 'ready' and id > :cursor::uuid order by id limit :limit
), settled as (
    select d.id, d.org_id, d.version from documents d
    where d.id in (select id from page) and d.status = 'ready'
      and d.updated_at < clock_timestamp() - make_interval(secs => :grace)
      and (exists (select from document_chunks c where c.document_id = d.id and c.version < d.version)
           or exists (select from document_texts t where t.document_id = d.id and t.version < d.version))
    for update skip locked
), chunks as (
    delete from document_chunks c using settled s where c.document_id = s.id and c.version < s.version
), texts as (
    delete from document_texts t using settled s where t.document_id = s.id and t.version < s.version
)
select (select id::text from page order by id offset :limit - 1 limit 1) as next,
       (select count(*) from page) as examined,
       (select count(note_finding('SERAI-RECON-005', org_id, id::text, 'healed',
            format('document %s kept chunks or texts of versions before %s; they were removed', id, version)))
        from settled) as healed,
       0 as reported

-- Documents that are gone must be gone for indexes too.
with page as (
    select distinct on (document_id) document_id, org_id, version, kind, at
    from index_changes where document_id > :cursor::uuid
    order by document_id, position desc limit :limit
), told as (
    insert into index_changes (org_id, position, document_id, version, kind)
    select org_id, next_index_position(org_id), document_id, version, 'delete' from page
    where kind = 'upsert' and at < clock_timestamp() - make_interval(secs => :grace)
      and not exists (select from documents d where d.id = page.document_id)
    returning org_id, document_id
)
select (select document_id::text from page order by document_id offset :limit - 1 limit 1) as next,
       (select count(*) from page) as examined,
       (select count(note_finding('SERAI-RECON-004', org_id, document_id::text, 'healed',
            format('the change log still held document %s, which is gone; its deletion was entered', document_id)))
        from told) as healed,
       0 as reported

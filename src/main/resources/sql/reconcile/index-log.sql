-- The newest change of every ready document must be its version: else indexes do not know it.
with page as (
    select id from documents where status = 'ready' and id > :cursor::uuid order by id limit :limit
), unknown as (
    select d.id, d.org_id, d.version from documents d
    where d.id in (select id from page) and d.status = 'ready'
      and d.updated_at < clock_timestamp() - make_interval(secs => :grace)
      and not coalesce((select c.kind = 'upsert' and c.version = d.version from index_changes c
                        where c.document_id = d.id order by c.position desc limit 1), false)
    for update skip locked
), told as (
    insert into index_changes (org_id, position, document_id, version, kind)
    select org_id, next_index_position(org_id), id, version, 'upsert' from unknown
    returning org_id, document_id, version
)
select (select id::text from page order by id offset :limit - 1 limit 1) as next,
       (select count(*) from page) as examined,
       (select count(note_finding('SERAI-RECON-004', org_id, document_id::text, 'healed',
            format('the change log lacked version %s of document %s; it was entered', version, document_id)))
        from told) as healed,
       0 as reported

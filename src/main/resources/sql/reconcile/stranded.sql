-- Documents on their way that no job carries get one, from the start.
with page as (
    select id from documents where status in ('uploaded', 'processing') and id > :cursor::uuid order by id limit :limit
), stranded as (
    select d.id, d.org_id, d.version, d.status from documents d
    where d.id in (select id from page) and d.status in ('uploaded', 'processing')
      and d.updated_at < clock_timestamp() - make_interval(secs => :grace)
      and not exists (select from jobs j where j.document_id = d.id and j.state in ('waiting', 'active', 'held'))
    for update skip locked
), shown as (
    update documents d set updated_at = clock_timestamp() from stranded s where d.id = s.id
), carried as (
    insert into jobs (id, org_id, document_id, version, kind, stage, state)
    select gen_random_uuid(), org_id, id, version, 'reprocess', 'store', 'waiting' from stranded
    on conflict (document_id) where state in ('waiting', 'active', 'held') do nothing
    returning id, org_id, document_id
)
select (select id::text from page order by id offset :limit - 1 limit 1) as next,
       (select count(*) from page) as examined,
       (select count(note_finding('SERAI-RECON-002', org_id, document_id::text, 'healed',
            format('document %s was on its way without an open job; job %s carries it now', document_id, id)))
        from carried) as healed,
       0 as reported

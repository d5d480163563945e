-- Removes a document with all that hangs on it, tells the index, and logs who did it. Returns the object to delete.
-- Its jobs are taken first, as workers do: in the other order the two would wait for each other.
with held as (
    select id from jobs where document_id = :#documentId::uuid order by id for update
), gone as (
    delete from documents where id = :#documentId::uuid and (select count(*) from held) >= 0
    returning id, org_id, version, storage_key, file_name, sha256
), told as (
    insert into index_changes (org_id, position, document_id, version, kind)
    select org_id, next_index_position(org_id), id, version, 'delete' from gone
), logged as (
    insert into activity_log (org_id, actor, action, subject, details)
    select org_id, :#${exchangeProperty.userId}, 'document.deleted', id::text,
           jsonb_build_object('fileName', file_name, 'sha256', sha256) from gone
)
select storage_key from gone

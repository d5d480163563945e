-- The document is ready: its change enters the org's index log at the next position, older versions go.
with ready as (
    update documents set status = 'ready', updated_at = clock_timestamp()
    where id = :#documentId::uuid and version = :#version::integer
    returning id, org_id, version
), cleared_chunks as (
    delete from document_chunks c using ready r where c.document_id = r.id and c.version < r.version
), cleared_texts as (
    delete from document_texts t using ready r where t.document_id = r.id and t.version < r.version
)
insert into index_changes (org_id, position, document_id, version, kind)
select org_id, next_index_position(org_id), id, version, 'upsert' from ready

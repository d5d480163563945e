-- The text of this version; written again by a repeated attempt.
with kept as (
    insert into document_texts (document_id, version, org_id, text)
    values (:#documentId::uuid, :#version::integer, current_setting('serai.org'), :#text)
    on conflict (document_id, version) do update set text = excluded.text
)
update documents set title = :#title::text, page_count = :#pageCount::integer, updated_at = clock_timestamp()
where id = :#documentId::uuid

-- The passages behind hits; row-level security shows only the org's own, and a document deleted meanwhile is gone.
select c.document_id::text as "documentId", c.ordinal as "ordinal", c.text as "text", c.page as "page",
       c.start_offset as "start", c.end_offset as "end", c.headings::text as "headings", d.file_name as "fileName"
from unnest(:#documentIds::uuid[], :#versions::integer[], :#ordinals::integer[]) as h(document_id, version, ordinal)
join document_chunks c on c.document_id = h.document_id and c.version = h.version and c.ordinal = h.ordinal
join documents d on d.id = c.document_id

-- How many chunks of which version an index should hold of each document, document by document.
select c.org_id, c.document_id::text, c.position, c.version,
       case when c.kind = 'delete' then 0
            else (select count(*) from document_chunks k
                  where k.document_id = c.document_id and k.version = c.version and k.embedding is not null) end as chunks
from (select distinct on (document_id) * from index_changes
      where document_id > ?
      order by document_id, position desc
      limit ?) c
order by c.document_id

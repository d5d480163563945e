-- The next chunks without a vector, as the lines to embed.
select c.ordinal as "ordinal", c.context || c.text as "input"
from document_chunks c
where c.document_id = :#documentId::uuid and c.version = :#version::integer and c.embedding is null
order by c.ordinal
limit :#batchSize::bigint

-- All chunks of one version of a document, as the index wants them; a vector of another model is none.
select c.ordinal, c.text, c.context, case when c.embedding_model <> ? then '{}' else c.embedding end as embedding, d.document_type, d.title, d.file_name
from document_chunks c join documents d on d.id = c.document_id
where c.document_id = ? and c.version = ? and c.embedding is not null
order by c.ordinal

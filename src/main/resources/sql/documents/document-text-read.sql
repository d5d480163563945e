-- The newest extracted text; its offsets are those of chunks and hits.
select t.text from document_texts t where t.document_id = :#documentId::uuid order by t.version desc limit 1

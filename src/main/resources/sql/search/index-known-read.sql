-- Which of these documents the change log knows.
select distinct document_id::text from index_changes where document_id = any (?)

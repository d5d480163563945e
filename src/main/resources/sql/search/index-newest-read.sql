-- What last became of a document.
select position, document_id, version, kind from index_changes where document_id = ? order by position desc limit 1

-- Takes the document's row, so that two requests to reprocess it come one after the other.
select d.id::text from documents d where d.id = :#documentId::uuid for update

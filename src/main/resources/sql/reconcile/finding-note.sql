-- A finding about a document stands only if the document still does; others stand by themselves.
select count(note_finding(:code, :org, :subject, :outcome, :detail))
where :document::uuid is null or exists (select from documents d where d.id = :document::uuid)

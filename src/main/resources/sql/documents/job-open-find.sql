-- The job that is open on a document.
select j.document_id::text as "documentId", j.id::text as "jobId", d.status as "status"
from jobs j join documents d on d.id = j.document_id
where j.document_id = :#documentId::uuid and j.state in ('waiting', 'active', 'held')

-- The org's document with this content and its newest job.
select d.id::text as "documentId",
       (select j.id::text from jobs j where j.document_id = d.id order by j.created_at desc limit 1) as "jobId",
       d.status as "status"
from documents d
where d.sha256 = :#sha256 and not d.copy

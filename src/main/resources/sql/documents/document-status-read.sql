-- Where a document is stored and how it stands.
select d.id::text as "documentId", d.status as "status", d.storage_key as "storageKey", d.file_name as "fileName",
       d.media_type as "mediaType", d.size_bytes as "sizeBytes", d.sha256 as "sha256"
from documents d
where d.id = :#documentId::uuid

-- The store stage proved what S3 holds.
update documents set media_type = :#mediaType, updated_at = clock_timestamp() where id = :#documentId::uuid

-- The vector of one chunk.
update document_chunks set embedding = :#embedding, embedding_model = :#model
where document_id = :#documentId::uuid and version = :#version::integer and ordinal = :#ordinal

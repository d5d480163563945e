-- Takes back what enable.sql did. No node may still have SERAI_SEARCH_ENGINE=pgvector.
alter role serai_app reset hnsw.iterative_scan;
drop index concurrently if exists document_chunks_nearest;
alter table document_chunks drop column if exists embedding_vector;

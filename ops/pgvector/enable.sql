-- Lets SERAI_SEARCH_ENGINE=pgvector search the chunks. Once, as the owner of the schema, where pgvector 0.8 or later is
-- installed; not inside a transaction:
--
--   psql "$SERAI_POSTGRES_ADMIN_URL" -v ON_ERROR_STOP=1 -f ops/pgvector/enable.sql
--
-- The column rewrites document_chunks once, under a lock. The index is built beside the running hub.
-- Back: SERAI_SEARCH_ENGINE=index, then ops/pgvector/disable.sql.
create extension if not exists vector;

alter table document_chunks add column if not exists embedding_vector vector(384)
    generated always as (embedding::vector(384)) stored;

-- Not the inner product, though all vectors have the length one: its operator has a # in it, which Camel takes for a
-- parameter.
create index concurrently if not exists document_chunks_nearest
    on document_chunks using hnsw (embedding_vector vector_cosine_ops) where embedding_vector is not null;

-- Row-level security leaves one org's rows of those that the index gives; it goes on until there are enough.
alter role serai_app set hnsw.iterative_scan = 'relaxed_order';

-- The answer of the index by pgvector, whose index gives the nearest chunks, and by text search; both fused by rank.
-- Chunks of versions that are no longer current are found too and left out afterwards, so more are asked for.
with near as materialized (
    select c.document_id, c.version, c.ordinal, c.embedding_vector <=> :#vector::real[]::vector as distance
    from document_chunks c
    where :#vector::real[] is not null and c.embedding_vector is not null
      and c.org_id = current_setting('serai.org') and c.embedding_model = :#model
      and (cardinality(:#onlyDocuments::text[]) = 0 or c.document_id = any (:#onlyDocuments::uuid[]))
      and (cardinality(:#onlyTypes::text[]) = 0 or exists (
          select from documents d where d.id = c.document_id and d.document_type = any (:#onlyTypes::text[])))
    order by c.embedding_vector <=> :#vector::real[]::vector
    limit greatest(400, 2 * :#k::bigint)
), question as (
    select nullif(replace(plainto_tsquery('english', :#words::text)::text, '&', '|'), '')::tsquery as words
), said as materialized (
    select c.document_id, c.version, c.ordinal, ts_rank(to_tsvector('english', c.context || c.text), q.words) as rank
    from document_chunks c cross join question q
    where to_tsvector('english', c.context || c.text) @@ q.words
      and (cardinality(:#onlyDocuments::text[]) = 0 or c.document_id = any (:#onlyDocuments::uuid[]))
      and (cardinality(:#onlyTypes::text[]) = 0 or exists (
          select from documents d where d.id = c.document_id and d.document_type = any (:#onlyTypes::text[])))
    order by rank desc, c.document_id, c.ordinal
    limit greatest(400, 2 * :#k::bigint)
), ranked as (
    select document_id, version, ordinal, row_number() over (order by distance, document_id, ordinal) as place from near
    union all
    select document_id, version, ordinal, row_number() over (order by rank desc, document_id, ordinal) from said
)
select r.document_id::text as "documentId", r.version as "version", r.ordinal as "ordinal",
       sum(1.0 / (60 + r.place))::double precision as "score"
from ranked r
cross join lateral (select i.version, i.kind from index_changes i
                    where i.document_id = r.document_id order by i.position desc limit 1) k
where k.kind = 'upsert' and k.version = r.version
group by r.document_id, r.version, r.ordinal
order by "score" desc, r.document_id, r.ordinal
limit :#k::bigint

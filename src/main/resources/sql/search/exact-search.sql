-- The answer of the index, computed from Postgres: the vector nearest by exact scan, words by text search, both fused by
-- rank. For the time in which the index is not fit to be asked.
with current as (
    select distinct on (i.document_id) i.document_id, i.version, i.kind
    from index_changes i order by i.document_id, i.position desc
), scope as (
    select c.document_id, c.version, c.ordinal, c.text, c.context,
           case when c.embedding_model <> :#model then null else c.embedding end as embedding
    from current k
    join documents d on d.id = k.document_id
    join document_chunks c on c.document_id = k.document_id and c.version = k.version
    where k.kind = 'upsert' and c.embedding is not null
      and (cardinality(:#onlyDocuments::text[]) = 0 or d.id = any (:#onlyDocuments::uuid[]))
      and (cardinality(:#onlyTypes::text[]) = 0 or d.document_type = any (:#onlyTypes::text[]))
), near as (
    select document_id, version, ordinal, row_number() over (order by nearness desc, document_id, ordinal) as place
    from (select s.*, (select sum(a::float8 * b) from unnest(s.embedding, :#vector::real[]) as v(a, b)) as nearness
          from scope s where :#vector::real[] is not null and s.embedding is not null) n
    order by place limit greatest(200, :#k::integer)
), question as (
    -- any of the words, as the index does; plainto_tsquery would want them all
    select nullif(replace(plainto_tsquery('english', :#words::text)::text, '&', '|'), '')::tsquery as words
), said as (
    select document_id, version, ordinal, row_number() over (order by rank desc, document_id, ordinal) as place
    from (select s.*, ts_rank(to_tsvector('english', s.context || s.text), q.words) as rank
          from scope s cross join question q
          where to_tsvector('english', s.context || s.text) @@ q.words) r
    order by place limit greatest(200, :#k::integer)
)
select document_id::text as "documentId", version as "version", ordinal as "ordinal",
       sum(1.0 / (60 + place))::double precision as "score"
from (select * from near union all select * from said) ranked
group by document_id, version, ordinal
order by "score" desc, document_id, ordinal
limit :#k::bigint

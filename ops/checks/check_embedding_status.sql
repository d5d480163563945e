-- Embedding coverage: the share of chunks that have a vector, for each org and in all. An org below 95 % is P3: its
-- documents are found by words but not by meaning.
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_embedding_status.sql
--
-- Counts the chunks of the version that a document has now, of documents that are ready: those still on their way get
-- their vectors anyway. One row for each org, worst first, and one for all. level OK asks for nothing.
with chunks as (
    select d.org_id, count(*) as all_chunks, count(c.embedding) as embedded,
           count(distinct d.id) filter (where c.embedding is null) as bare_documents
    from documents d join document_chunks c on c.document_id = d.id and c.version = d.version
    where d.status = 'ready'
    group by d.org_id
), lines as (
    select 1 as place, 'org ' || org_id as what, all_chunks, embedded, bare_documents from chunks
    union all
    select 0, 'all orgs', coalesce(sum(all_chunks), 0), coalesce(sum(embedded), 0), coalesce(sum(bare_documents), 0)
    from chunks
), measured as (
    select *, case when all_chunks = 0 then 100 else 100.0 * embedded / all_chunks end as percent from lines
)
select case when percent < 95 then 'P3' else 'OK' end as level,
       what,
       round(percent, 2) || ' % (' || embedded || ' of ' || all_chunks || ' chunks)' as value,
       'at least 95 %' as expected,
       case when percent < 95
            then bare_documents || ' documents lack vectors. The hub analyses them anew by itself every 15 minutes '
                 || '(serai.coverage); if the share does not rise, follow ops/runbooks/SERAI-RECON-003.md.'
            else 'nothing' end as what_to_do
from measured
order by percent, place, what;

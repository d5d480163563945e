-- Every deleted document is in the activity log. The proof: a deletion enters the org's index_changes in the same
-- transaction that removes the row, so each 'delete' there must have its line 'document.deleted' in activity_log.
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/VERIFY_DELETE_LOGGING.sql
--
-- One row in all, or one for each org with deletions that nobody logged. Deletions that retention has removed from
-- index_changes are outside the proof; their lines are kept longer (docs/retention.md).
with deleted as (
    select c.org_id, c.document_id, c.at,
           exists (select from activity_log a
                   where a.org_id = c.org_id and a.action = 'document.deleted' and a.subject = c.document_id::text)
               as logged
    from index_changes c
    where c.kind = 'delete'
      and not exists (select from documents d where d.id = c.document_id)
), orgs as (
    select org_id, count(*) as deletions, count(*) filter (where not logged) as unlogged,
           min(document_id::text) filter (where not logged) as example,
           min(at) filter (where not logged) as since
    from deleted group by org_id
), lines as (
    select 0 as place, 'deletions of all orgs that nobody logged' as what,
           coalesce(sum(unlogged), 0) as unlogged, coalesce(sum(deletions), 0) as deletions,
           null::text as example, min(since) as since
    from orgs
    union all
    select 1, 'org ' || org_id, unlogged, deletions, example, since from orgs where unlogged > 0
)
select case when unlogged = 0 then 'OK' else 'P2' end as level,
       what,
       unlogged || ' of ' || deletions as value,
       '0' as expected,
       case when unlogged = 0 then 'nothing'
            else 'someone deleted rows past the hub since ' || since
                 || coalesce(', first document ' || example, '')
                 || '. Look into the database''s own log for the login; see ops/runbooks/SERAI-RECON-004.md.'
            end as what_to_do
from lines
order by unlogged = 0, place, what;

-- Deletions of documents that are long gone. Each org remembers up to where it forgot: an index that stands below
-- starts that org again from the changes that are kept.
with gone as (
    delete from index_changes where ctid = any (array(
        select c.ctid from index_changes c
        where c.kind = 'delete' and c.at < clock_timestamp() - make_interval(secs => :keep)
          and not exists (select from index_changes o where o.document_id = c.document_id and o.position <> c.position)
          and not exists (select from documents d where d.id = c.document_id)
        order by c.at limit :batch for update skip locked))
    returning org_id, position
), noted as (
    update index_positions p set pruned = greatest(p.pruned, g.position)
    from (select org_id, max(position) as position from gone group by org_id) g
    where p.org_id = g.org_id
)
select count(*) from gone

-- Changes that a later change of the same document replaced: an index that reads the rest comes to the same state.
with gone as (
    delete from index_changes where ctid = any (array(
        select c.ctid from index_changes c
        where c.at < clock_timestamp() - make_interval(secs => :keep)
          and exists (select from index_changes n where n.document_id = c.document_id and n.position > c.position)
        order by c.at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

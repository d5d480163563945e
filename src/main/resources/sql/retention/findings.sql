-- Findings that no longer stand.
with gone as (
    delete from reconcile_findings where id = any (array(
        select id from reconcile_findings
        where resolved_at < clock_timestamp() - make_interval(secs => :keep)
        order by id limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

-- Reports of ended runs; the newest stays.
with gone as (
    delete from reconcile_runs where id = any (array(
        select r.id from reconcile_runs r
        where r.state = 'done' and r.ended_at < clock_timestamp() - make_interval(secs => :keep)
          and exists (select from reconcile_runs n where n.state = 'done' and n.asked_at > r.asked_at)
        order by r.asked_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

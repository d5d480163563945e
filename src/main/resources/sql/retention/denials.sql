-- Ended sessions whose tokens have all expired by themselves. Deleted users and orgs are refused for ever.
with gone as (
    delete from access_denials where (kind, subject) in (
        select kind, subject from access_denials
        where until < clock_timestamp() - make_interval(secs => :keep)
        order by until limit :batch for update skip locked)
    returning 1
)
select count(*) from gone

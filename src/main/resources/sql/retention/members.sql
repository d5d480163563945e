-- Members of old of whom no session is left. A late event about one brings the row back until the next run.
with gone as (
    delete from members where (org_id, user_id) in (
        select m.org_id, m.user_id from members m
        where m.ended_at < clock_timestamp() - make_interval(secs => :keep)
          and not exists (select from checkin_sessions s where s.org_id = m.org_id and s.member_id = m.user_id)
        order by m.ended_at limit :batch for update skip locked)
    returning 1
)
select count(*) from gone

-- Check-in sessions that are over: after this time, or after the days for which their org keeps personal data.
with gone as (
    delete from checkin_sessions where id = any (array(
        select s.id from checkin_sessions s left join company_settings c on c.org_id = s.org_id
        where s.scheduled_for < clock_timestamp() - interval '1 day'
                * least(:keep / 86400, coalesce(c.data_retention_days, :keep / 86400))
          and (s.state <> 'pending' or s.expires_on < current_date)
        order by s.scheduled_for limit :batch for update of s skip locked))
    returning 1
)
select count(*) from gone

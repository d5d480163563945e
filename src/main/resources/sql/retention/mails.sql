-- Mails with their attempts. Their keys keep them from being sent twice, so they stay longer than a cause can come back.
with gone as (
    delete from email_logs where id = any (array(
        select id from email_logs
        where updated_at < clock_timestamp() - make_interval(secs => :keep) and state not in ('waiting', 'sending')
        order by updated_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

-- What stood in mails that are done with: names, links and words go, the account of the mail stays.
with gone as (
    update email_logs set variables = '{}', recipient_name = '' where id = any (array(
        select id from email_logs
        where updated_at < clock_timestamp() - make_interval(secs => :keep)
          and state not in ('waiting', 'sending') and variables <> '{}'
        order by updated_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

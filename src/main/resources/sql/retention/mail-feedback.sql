-- What the provider told of mails; suppressions stay.
with gone as (
    delete from mail_feedback where (provider_id, address, kind) in (
        select provider_id, address, kind from mail_feedback
        where at < clock_timestamp() - make_interval(secs => :keep)
        order by at limit :batch for update skip locked)
    returning 1
)
select count(*) from gone

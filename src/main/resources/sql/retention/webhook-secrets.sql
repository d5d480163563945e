-- Secrets that a rotation replaced and whose time is over. The present one stays.
with gone as (
    delete from webhook_endpoint_secrets where id = any (array(
        select s.id from webhook_endpoint_secrets s
        where s.expires_at < clock_timestamp() - make_interval(secs => :keep)
        order by s.expires_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

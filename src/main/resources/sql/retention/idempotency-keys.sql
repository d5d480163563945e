-- Answers kept for repeated requests.
with gone as (
    delete from idempotency_keys where ctid = any (array(
        select ctid from idempotency_keys
        where created_at < clock_timestamp() - make_interval(secs => :keep)
        order by created_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

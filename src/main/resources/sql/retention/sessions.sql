-- What Clerk has told of sessions, long after the last token of them has expired.
with gone as (
    delete from provider_objects where provider = 'clerk' and kind = 'session' and object_id = any (array(
        select object_id from provider_objects
        where provider = 'clerk' and kind = 'session'
          and updated_at < clock_timestamp() - make_interval(secs => :keep)
          and to_timestamp((state ->> 'until')::bigint / 1000.0) < clock_timestamp()
        order by updated_at limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

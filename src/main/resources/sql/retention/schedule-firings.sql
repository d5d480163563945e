-- Firings that are over. Waiting ones stay; failed ones too, as long as people are told of them.
with gone as (
    delete from schedule_firings where id = any (array(
        select f.id from schedule_firings f
        where f.ended_at < clock_timestamp() - make_interval(secs => :keep)
          and f.state in ('done', 'missed', 'failed')
          and not (f.state = 'failed' and exists (
              select from notices n where n.kind = 'schedule-failed' and n.closed_at is null
                and n.details ->> 'job' = f.job))
        order by f.id limit :batch for update skip locked))
    returning 1
)
select count(*) from gone

-- A run stops after too many failures, is done when nothing is left, and is settled when nothing is under way.
with now as (
    select count(*) filter (where state = 'failed') as failed, count(*) filter (where state = 'planned') as planned,
           count(*) filter (where state = 'replayed') as under_way
    from replay_items where run_id = :#planId::uuid
), judged as (
    select r.id, now.under_way,
           case when r.state <> 'running' then r.state
                when now.failed >= r.stop_after and now.planned > 0 then 'stopped'
                when now.planned + now.under_way = 0 then 'done'
                else 'running' end as state
    from replay_runs r, now where r.id = :#planId::uuid
)
update replay_runs r set state = j.state,
       finished_at = case when j.state <> 'running' then coalesce(r.finished_at, clock_timestamp()) end,
       settled_at = case when j.state <> 'running' and j.under_way = 0 then clock_timestamp() end
from judged j where r.id = j.id

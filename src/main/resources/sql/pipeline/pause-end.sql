-- Ends a pause. Wake-ups that came during it were dropped, so the jobs behind them are woken again.
with ended as (
    delete from pauses where target = :#target returning target, kind
)
update jobs j set admitted_at = null, queued_at = clock_timestamp()
from ended e
where e.kind <> 'node' and j.state = 'waiting' and j.admitted_at is not null
  and (e.kind = 'all' or e.target = 'documents-' || j.stage)

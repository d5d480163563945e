-- A storm is over when nothing had to be summarised for a while.
select count(*) filter (where alert_clear(a.id, 'hub', 'nothing had to be summarised for a while')) as "cleared"
from alerts a
where a.source = 'alert-storm' and a.state <> 'resolved' and a.cleared_at is null
  and a.last_seen < clock_timestamp() - make_interval(secs => :#stormCalm::double precision)

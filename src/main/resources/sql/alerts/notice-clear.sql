-- Alerts whose notices are all closed are over.
select count(*) filter (where alert_clear(a.id, 'hub', 'its cause is gone')) as "cleared"
from alerts a
where a.state <> 'resolved' and a.cleared_at is null
  and exists (select from alert_notices l where l.alert_id = a.id)
  and not exists (select from alert_notices l join notices n on n.id = l.notice_id
                  where l.alert_id = a.id and n.closed_at is null)

-- Who raises alerts from outside says that a cause is gone. No row: nothing is open of it. What the hub itself has opened
-- ends with its own cause only.
select a.id as "alert", alert_clear(a.id, :#${exchangeProperty.userId}, :#note) as "cleared"
from alerts a
where a.source = :#source and a.org_id = coalesce(:#${exchangeProperty.orgId}, '') and a.alert_key = :#key
  and a.state <> 'resolved' and a.opened_by <> 'hub'

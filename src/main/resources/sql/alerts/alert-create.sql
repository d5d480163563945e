-- Raised from outside; the same cause while its alert is open is a duplicate.
select x.alert as "alert", x.duplicate as "duplicate"
from alert_raise(:#source, coalesce(:#${exchangeProperty.orgId}, ''), :#key, :#severity, :#title, :#text, :#details::jsonb, :#${header.runbook},
                 '{}'::text[], :#${exchangeProperty.userId}, :#flaps::integer, :#flapSeconds::double precision) x

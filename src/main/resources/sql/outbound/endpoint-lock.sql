-- Endpoints of one org are made one after the other, so that the limit of their number holds.
select pg_advisory_xact_lock(hashtextextended('webhook_endpoints:' || :#${exchangeProperty.orgId}, 0))::text

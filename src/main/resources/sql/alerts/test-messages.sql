-- What the channels are to be told in a test.
select 1 as "attempt", m.* from alert_messages m where m."alertId" = :#alert::bigint order by m."deliveryId"

-- Kafka has them.
delete from outbox where id = any(:#sentIds)

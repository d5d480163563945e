-- Seconds for which the oldest wake-up that is due has waited for Kafka.
select '' as key, coalesce(extract(epoch from clock_timestamp() - min(o.available_at)), 0)::bigint as value,
       'the oldest wake-up has waited for Kafka since ' || coalesce(to_char(min(o.available_at) at time zone 'UTC', 'HH24:MI:SS "UTC"'), 'never')
       as text
from (select available_at from outbox where due and available_at <= clock_timestamp() order by available_at limit 1) o

-- Confirmed, or another attempt within the three days that the sender keeps its question open.
update mail_topics
set state = case when :#topicError::text = '' then 'confirmed' when attempt >= 10 then 'failed' else state end,
    available_at = clock_timestamp() + make_interval(mins => (2 ^ least(attempt, 9))::integer),
    error = nullif(:#topicError, ''), updated_at = clock_timestamp()
where topic = :#topic and attempt = :#attempt

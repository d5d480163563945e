-- One topic to be confirmed, for a minute this node's.
update mail_topics
set attempt = attempt + 1, available_at = clock_timestamp() + interval '1 minute'
where topic = (select topic from mail_topics where state = 'waiting' and available_at <= clock_timestamp()
               order by available_at limit 1 for update skip locked)
returning topic, subscribe_url as "subscribeUrl", attempt

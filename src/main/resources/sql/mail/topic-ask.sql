-- A configured topic wants to be confirmed; again when it asks again.
insert into mail_topics (topic, subscribe_url) values (:#topic, :#subscribeUrl)
on conflict (topic) do update
set subscribe_url = excluded.subscribe_url, state = 'waiting', attempt = 0, available_at = clock_timestamp(), error = null,
    updated_at = clock_timestamp()

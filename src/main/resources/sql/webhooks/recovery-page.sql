-- A page of events, each stored unless it is known, and the place of the next page, together.
with mine as (
    select id, source from webhook_recoveries
    where id = :#recovery::uuid and attempt = :#attempt and state = 'running' for update
), page as (
    select e.value as event, e.n from mine, json_array_elements(:#${body}::json -> 'data') with ordinality e (value, n)
), stored as (
    insert into webhook_events (source, event_id, type, body, verification, origin)
    select mine.source, p.event->>'id', coalesce(p.event->>'type', ''), convert_to(p.event::text, 'UTF8'),
           '{"scheme": "fetched"}', 'recovered'
    from mine, page p
    on conflict (source, event_id) do nothing
    returning 1
), last as (
    select event->>'id' as id from page order by n desc limit 1
)
update webhook_recoveries r
set pages = r.pages + 1, fetched = r.fetched + (select count(*) from page),
    stored = r.stored + (select count(*) from stored), failures = 0, error = null,
    place = coalesce((select id from last), r.place),
    state = case when more then 'running' else 'done' end,
    next_attempt_at = clock_timestamp(),
    finished_at = case when more then null else clock_timestamp() end
from mine, (select coalesce((:#${body}::json ->> 'has_more')::boolean, false) and exists (select from page) as more) m
where r.id = mine.id

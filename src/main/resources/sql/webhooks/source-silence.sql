-- Raises a notice for each source that is silent for too long, once for each silence, and closes those that are over.
with expected as (
    select s.value->>'name' as source, (s.value->>'silentSeconds')::bigint as seconds
    from jsonb_array_elements(:#sources::jsonb) s where not (s.value->>'off')::boolean
), known as (
    insert into webhook_sources (source) select source from expected
    on conflict (source) do update set known_since = webhook_sources.known_since
    returning source, known_since
), heard as (
    select e.source, e.seconds, coalesce(last.received_at, k.known_since) as at
    from expected e join known k using (source)
    left join lateral (select received_at from webhook_events v where v.source = e.source order by seq desc limit 1) last
        on true
), raised as (
    insert into notices (audience, kind, notice_key, severity, text, details)
    select 'operator', 'webhook-silent', source || ' ' || at, 'P2',
           format('No event from %s since %s; expected at least one in %s h. Look at the sender''s list of deliveries',
                  source, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), round(seconds / 3600.0, 1)),
           jsonb_build_object('source', source, 'since', at)
    from heard where seconds > 0 and at < clock_timestamp() - make_interval(secs => seconds)
    on conflict (kind, notice_key) do nothing
    returning 1
), closed as (
    update notices n set closed_at = clock_timestamp()
    from heard h
    where n.kind = 'webhook-silent' and n.closed_at is null and n.details->>'source' = h.source
      and n.notice_key <> h.source || ' ' || h.at
    returning 1
)
select source, extract(epoch from clock_timestamp() - at)::float8 as seconds, (select count(*) from raised) as raised
from heard

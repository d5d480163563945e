-- Sources as configured on this node, with what came of each and why requests were refused in the last day.
select coalesce(jsonb_agg(s.value - 'silentSeconds' || jsonb_build_object(
    'lastEventAt', last.received_at,
    'silentAfterSeconds', s.value->'silentSeconds',
    'silent', (s.value->>'silentSeconds')::bigint > 0 and coalesce(last.received_at, w.known_since)
              < clock_timestamp() - make_interval(secs => (s.value->>'silentSeconds')::bigint),
    'waiting', (select count(*) from webhook_outbox o join webhook_events e on e.seq = o.event_seq
                where e.source = s.value->>'name'),
    'dead', (select count(*) from webhook_events e where e.source = s.value->>'name' and e.state = 'dead'),
    'lastDay', jsonb_build_object('events', day.events, 'duplicates', day.duplicates, 'refused', coalesce(no.refused, '{}')),
    'lastRefusal', no.last,
    'secrets', (select coalesce(jsonb_agg(k.value || jsonb_build_object('lastUsedAt', used.at) order by k.n), '[]')
                from jsonb_array_elements(s.value->'secrets') with ordinality k (value, n)
                left join lateral (select received_at as at from webhook_events e
                                   where e.source = s.value->>'name' and e.secret = k.value->>'fingerprint'
                                   order by received_at desc limit 1) used on true)
    ) order by s.value->>'name'), '[]')::text
from jsonb_array_elements(:#sources::jsonb) s
left join webhook_sources w on w.source = s.value->>'name'
left join lateral (select received_at from webhook_events e where e.source = s.value->>'name'
                   order by seq desc limit 1) last on true
cross join lateral (select count(*) as events, coalesce(sum(duplicates), 0) as duplicates from webhook_events e
                    where e.source = s.value->>'name' and e.received_at > clock_timestamp() - interval '1 day') day
cross join lateral (
    select jsonb_object_agg(reason, n) as refused,
           (array_agg(jsonb_build_object('at', at, 'reason', reason, 'explanation', explanation) order by at desc))[1] as last
    from (select reason, sum(count) as n, max(last_at) as at, (array_agg(explanation order by last_at desc))[1] as explanation
          from webhook_refusals r
          where r.source = s.value->>'name' and r.hour > clock_timestamp() - interval '1 day' group by reason) r) no

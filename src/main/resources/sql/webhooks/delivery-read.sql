-- A delivery with its bytes, how it was verified, and what it changed.
select jsonb_build_object(
    'id', e.seq, 'source', e.source, 'eventId', e.event_id, 'type', e.type, 'org', e.org_id, 'origin', e.origin,
    'state', e.state, 'attempts', e.attempts, 'code', e.error_code, 'message', e.error_message,
    'nextAttemptAt', o.available_at, 'duplicates', e.duplicates, 'duplicatedAt', e.duplicated_at,
    'receivedAt', e.received_at, 'processedAt', e.processed_at,
    'verification', e.verification || jsonb_build_object('explanation',
        case when e.origin = 'recovered' then 'Fetched from the sender''s own API over TLS; nothing was signed'
             when e.verification->>'signedAt' is not null then format(
                'Signed (%s) with the secret %s; the signature was %s s old when it came, at most %s are accepted',
                e.verification->>'scheme', e.secret, e.verification->>'ageSeconds', :#tolerance)
             else format('Signed (%s) with the secret %s; the scheme has no time', e.verification->>'scheme', e.secret)
        end),
    'headers', e.headers, 'effects', e.effects, 'bytes', length(e.body), 'bodyBase64', encode(e.body, 'base64')
)::text
from webhook_events e left join webhook_outbox o on o.event_seq = e.seq
where e.seq = :#delivery

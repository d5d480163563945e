-- How an attempt ended; nothing when the mail is another attempt's by now. An answer that comes after it was given up as
-- lost still counts when it is the good one. Causes are told once, however many mails they stop.
with mine as (
    select id from email_logs
    where id = :#mailId and attempt = :#attempt
      and (state in ('waiting', 'sending') or (state = 'unknown' and :#outcome::text = 'sent'))
    for update
), ended as (
    update email_attempts a
    set outcome = :#outcome, error_code = :#${header.errorCode}, error_message = :#${header.errorMessage},
        ended_at = clock_timestamp()
    from mine where a.mail_id = mine.id and a.attempt = :#attempt
), told as (
    insert into notices (audience, kind, notice_key, severity, text, details)
    select 'operator', 'mail-' || :#outcome, :#provider || ':' || :#${header.errorCode}, 'P2',
           case :#outcome when 'unknown'
               then 'Mails whose answer was lost: they may have been sent; look, then resend or settle them'
               else 'Mails were refused for good; mend the cause, then resend them' end,
           jsonb_build_object('count', 1, 'provider', :#provider::text, 'code', :#${header.errorCode}::text,
                              'firstMail', mine.id, 'lastMail', mine.id, 'runbook', 'MailFailing')
    from mine where :#outcome::text in ('failed', 'unknown')
    on conflict (kind, notice_key) do update
    set details = case when notices.closed_at is null
            then notices.details || jsonb_build_object('count', (notices.details ->> 'count')::bigint + 1,
                                                       'lastMail', excluded.details -> 'lastMail')
            else excluded.details end,
        created_at = case when notices.closed_at is null then notices.created_at else clock_timestamp() end,
        closed_at = null
)
update email_logs m
set state = case :#outcome when 'retry' then 'waiting' else :#outcome end,
    failures = m.failures + case when :#outcome::text in ('retry', 'failed') then 1 else 0 end,
    available_at = clock_timestamp() + make_interval(secs => :#delaySeconds::float8),
    provider = :#provider, provider_id = coalesce(:#${header.providerId}, m.provider_id),
    error_code = :#${header.errorCode}, error_message = :#${header.errorMessage},
    sent_at = case when :#outcome::text = 'sent' then clock_timestamp() end, updated_at = clock_timestamp()
from mine where m.id = mine.id

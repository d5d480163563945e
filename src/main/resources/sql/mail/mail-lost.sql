-- Attempts whose node never said how they ended: nobody knows whether the mail went out, so nobody sends it again.
with lost as (
    select id from email_logs
    where state = 'sending' and available_at <= clock_timestamp()
    order by available_at, id limit 500
    for update skip locked
), changed as (
    update email_logs m
    set state = 'unknown', error_code = 'node-lost', updated_at = clock_timestamp(),
        error_message = 'The node that sent it ended before it noted the answer'
    from lost where m.id = lost.id
    returning m.id, m.attempt, m.provider
), ended as (
    update email_attempts a
    set outcome = 'unknown', error_code = 'node-lost', ended_at = clock_timestamp()
    from changed where a.mail_id = changed.id and a.attempt = changed.attempt
)
insert into notices (audience, kind, notice_key, severity, text, details)
select 'operator', 'mail-unknown', provider || ':node-lost', 'P2',
       'Mails whose answer was lost: they may have been sent; look, then resend or settle them',
       jsonb_build_object('count', count(*), 'provider', provider, 'code', 'node-lost', 'firstMail', min(id),
                          'lastMail', max(id), 'runbook', 'MailFailing')
from changed group by provider
on conflict (kind, notice_key) do update
set details = case when notices.closed_at is null
        then notices.details || jsonb_build_object(
            'count', (notices.details ->> 'count')::bigint + (excluded.details ->> 'count')::bigint,
            'lastMail', excluded.details -> 'lastMail')
        else excluded.details end,
    created_at = case when notices.closed_at is null then notices.created_at else clock_timestamp() end,
    closed_at = null

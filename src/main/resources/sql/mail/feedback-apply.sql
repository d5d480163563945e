-- Feedback to its mails, in any order: a complaint says more than a bounce, and a bounce more than a delivery. What comes
-- before the mail's row knows the provider's id waits. Addresses that bounced for good or complained get no more mails.
with open as (
    select f.*, m.id as mail, m.state
    from mail_feedback f
    join email_logs m on m.id = f.mail_id or m.provider_id = f.provider_id
    where not f.applied and f.at > clock_timestamp() - interval '7 days'
      and m.state in ('sending', 'sent', 'unknown', 'bounced', 'complained')
    order by f.provider_id, f.address, f.kind limit 500
    for update of f, m skip locked
), worst as (
    select mail, max(array_position(array['delivered', 'bounced', 'complained'], kind)) as rank,
           min(provider_id) as provider_id
    from open group by mail
), changed as (
    update email_logs m
    set state = case when w.rank = 3 then 'complained' when w.rank = 2 and m.state <> 'complained' then 'bounced'
                     when m.state in ('sending', 'unknown') then 'sent' else m.state end,
        provider_id = coalesce(m.provider_id, w.provider_id), sent_at = coalesce(m.sent_at, clock_timestamp()),
        error_code = case when w.rank > 1 then 'feedback' when m.state <> 'unknown' then m.error_code end,
        error_message = (select string_agg(o.details, '; ') from open o where o.mail = m.id and o.kind <> 'delivered'),
        updated_at = clock_timestamp()
    from worst w where m.id = w.mail
), suppressed as (
    insert into mail_suppressions (address, reason, mail_id, details)
    select distinct on (address) address, kind, mail, details
    from open where kind = 'complained' or (kind = 'bounced' and permanent)
    order by address, kind desc
    on conflict (address) do nothing
    returning address
), told as (
    insert into notices (audience, kind, notice_key, severity, text, details)
    select 'operator', 'mail-returned', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD'), 'P3',
           'Addresses bounced for good or complained; they get no more mails until the suppression is lifted',
           jsonb_build_object('count', count(*), 'runbook', 'MailFailing')
    from suppressed having count(*) > 0
    on conflict (kind, notice_key) do update
    set details = notices.details || jsonb_build_object(
            'count', (notices.details ->> 'count')::bigint + (excluded.details ->> 'count')::bigint)
)
update mail_feedback f set applied = true
from open o where f.provider_id = o.provider_id and f.address = o.address and f.kind = o.kind

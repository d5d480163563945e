-- Committed before the provider is called: from now on a lost answer leaves the mail unknown. No row: another node has it.
with mine as (
    select m.id, m.org_id,
           exists (select from mail_suppressions s where s.address = lower(m.recipient)) as suppressed
    from email_logs m
    where m.id = :#mailId and m.attempt = :#attempt and m.state = 'waiting'
    for update
), begun as (
    insert into email_attempts (mail_id, attempt, org_id, provider, node)
    select id, :#attempt, org_id, :#provider, :#node from mine where not suppressed
)
update email_logs m
set state = case when mine.suppressed then 'suppressed' else 'sending' end, provider = :#provider,
    available_at = clock_timestamp() + make_interval(secs => :#answerSeconds::integer), updated_at = clock_timestamp()
from mine where m.id = mine.id
returning m.state

-- Mail: does anything wait for too long, has anything failed, is anything unknown, do addresses bounce?
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_mail.sql
--
-- One row for each kind with its count.
with kinds as (
    select 1 as place, 'mails that have been due for more than 15 minutes' as what,
           (select count(*) from email_logs
            where state = 'waiting' and available_at < now() - interval '15 minutes') as n,
           'P2' as level, 'runbook MailFailing; is a node with the role worker up?' as what_to_do
    union all
    select 2, 'mails that have failed within the last day',
           (select count(*) from email_logs where state = 'failed' and updated_at > now() - interval '1 day'),
           'P2', 'GET /api/mails?state=failed; mend the cause, then POST /api/mails/{mail}/resend'
    union all
    select 3, 'mails of which nobody knows whether they were sent',
           (select count(*) from email_logs where state = 'unknown'),
           'P2', 'GET /api/mails?state=unknown; look at the provider, then settle or resend them'
    union all
    select 4, 'addresses that bounced for good or complained within the last day',
           (select count(*) from mail_suppressions where created_at > now() - interval '1 day'),
           'P3', 'GET /api/mails/suppressions'
)
select case when n = 0 then 'OK' else level end as level,
       what,
       n::text as value,
       '0' as expected,
       case when n = 0 then 'nothing' else what_to_do end as what_to_do
from kinds
order by n > 0 desc, place;

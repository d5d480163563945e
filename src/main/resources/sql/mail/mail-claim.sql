-- The oldest mails that are due, for this node alone until its lease ends. A claim is no attempt: who dies now has sent none.
with due as (
    select id from email_logs
    where state = 'waiting' and available_at <= clock_timestamp()
    order by available_at, id
    limit :#batch::integer
    for update skip locked
)
update email_logs m
set attempt = m.attempt + 1, available_at = clock_timestamp() + make_interval(secs => :#leaseSeconds::integer)
from due where m.id = due.id
returning m.id as "mailId", m.attempt, m.failures, m.org_id as org, m.template, m.recipient,
          m.recipient_name as "recipientName", m.variables::text as variables,
          extract(epoch from m.created_at)::bigint as "createdAt"

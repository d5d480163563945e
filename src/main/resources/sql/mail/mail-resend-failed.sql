-- Mails that have failed begin again, the oldest thousand of those that are meant; left: how many of them there are still.
-- Mails whose words have been removed or whose address is suppressed are not meant.
with meant as (
    select m.id from email_logs m
    where m.state = 'failed' and m.variables <> '{}' and m.created_at >= :#since::timestamptz
      and (:#${header.template}::text is null or m.template = :#${header.template})
      and (:#${header.code}::text is null or m.error_code = :#${header.code})
      and (:#${header.org}::text is null or m.org_id = :#${header.org})
      and not exists (select from mail_suppressions s where s.address = lower(m.recipient))
), again as (
    update email_logs m
    set state = 'waiting', failures = 0, available_at = clock_timestamp(), error_code = null, error_message = null,
        updated_at = clock_timestamp()
    where m.id = any(array(select id from meant order by id limit 1000)) and m.state = 'failed'
    returning m.id
)
select jsonb_build_object('resent', a.resent, 'left', m.meant - a.resent)::text
from (select count(*) as resent from again) a, (select count(*) as meant from meant) m

-- One page of mails, newest first, as the answer's JSON.
with page as (
    select m.* from email_logs m
    where (:#state::text is null or m.state = :#state)
      and (:#org::text is null or m.org_id = :#org)
      and (:#template::text is null or m.template = :#template)
      and (:#recipient::text is null or lower(m.recipient) = lower(:#recipient))
      and (:#after::text is null or m.id < :#after::bigint)
    order by m.id desc
    limit :#limit::bigint + 1
), numbered as (
    select p.*, row_number() over (order by p.id desc) as n from page p
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'org', org_id, 'key', mail_key, 'template', template, 'recipient', recipient, 'state', state,
        'failures', failures, 'nextAttemptAt', case when state = 'waiting' then available_at end,
        'provider', provider, 'providerId', provider_id, 'code', error_code, 'message', error_message,
        'createdAt', created_at, 'sentAt', sent_at) order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(id::text) filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

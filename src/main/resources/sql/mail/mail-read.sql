-- One mail with its attempts and what the provider told of it later; its text is rendered from the columns beside.
select m.template, m.recipient, m.recipient_name as "recipientName", m.variables::text as variables,
       jsonb_build_object(
           'id', m.id, 'org', m.org_id, 'key', m.mail_key, 'template', m.template, 'recipient', m.recipient,
           'recipientName', m.recipient_name, 'state', m.state, 'failures', m.failures,
           'nextAttemptAt', case when m.state = 'waiting' then m.available_at end,
           'provider', m.provider, 'providerId', m.provider_id, 'code', m.error_code, 'message', m.error_message,
           'createdAt', m.created_at, 'sentAt', m.sent_at, 'updatedAt', m.updated_at,
           'attempts', coalesce((select jsonb_agg(jsonb_build_object(
               'attempt', a.attempt, 'provider', a.provider, 'node', a.node, 'outcome', a.outcome, 'code', a.error_code,
               'message', a.error_message, 'begunAt', a.begun_at, 'endedAt', a.ended_at) order by a.attempt)
               from email_attempts a where a.mail_id = m.id), '[]'),
           'feedback', coalesce((select jsonb_agg(jsonb_build_object(
               'kind', f.kind, 'permanent', f.permanent, 'details', f.details, 'at', f.at) order by f.at)
               from mail_feedback f where f.provider_id = m.provider_id), '[]'))::text as mail
from email_logs m where m.id = :#mail

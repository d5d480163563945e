-- The alert about a dispute ends with the dispute.
update notices n set closed_at = clock_timestamp()
from jsonb_to_recordset(:#observations::jsonb) as s (kind text, object_id text)
join provider_objects d on d.provider = 'stripe' and d.kind = 'dispute' and d.object_id = s.object_id and d.terminal
where s.kind = 'dispute' and n.kind = 'billing.dispute' and n.notice_key = s.object_id and n.closed_at is null

-- What the customer's events want people to be told. What was told already is not told again.
insert into notices as n (audience, org_id, kind, notice_key, severity, text, details, due_at)
select o.state ->> 'audience', o.org_id, o.state ->> 'kind', o.state ->> 'key', o.state ->> 'severity', o.state ->> 'text',
       o.state -> 'details', coalesce(to_timestamp((o.state ->> 'dueAt')::bigint), to_timestamp(o.event_at))
from provider_objects o
where o.provider = 'stripe' and o.kind = 'notice'
  and ((o.owner = :#owner and o.owner <> '')
       or o.object_id in (select s.object_id from jsonb_to_recordset(:#observations::jsonb) as s (kind text, object_id text)
                          where s.kind = 'notice'))
on conflict (kind, notice_key) do update
    set org_id = excluded.org_id, text = excluded.text, details = excluded.details, due_at = excluded.due_at
    where (n.org_id, n.text, n.details, n.due_at)
        is distinct from (excluded.org_id, excluded.text, excluded.details, excluded.due_at)

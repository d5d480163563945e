-- Whose tokens are refused from now on: ended sessions until they would have expired, deleted users and orgs for ever.
insert into access_denials as a (kind, subject, until)
select case o.kind when 'organization' then 'org' else o.kind end, o.object_id,
       case when o.kind = 'session' then to_timestamp((o.state ->> 'until')::bigint / 1000.0) else 'infinity' end
from jsonb_to_recordset(:#observations::jsonb) as s (kind text, object_id text)
join provider_objects o on o.provider = 'clerk' and o.kind = s.kind and o.object_id = s.object_id
where o.terminal and o.kind in ('session', 'user', 'organization')
on conflict (kind, subject) do update set until = excluded.until, changed = pg_current_xact_id()
    where a.until <> excluded.until

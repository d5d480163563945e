-- The orgs whose members an event counts, locked in order: the one it names, or all those of a user that was deleted.
select coalesce(jsonb_agg(locked.org_id), '[]')::text as orgs,
       case when count(*) = 1 then min(locked.org_id) end as "org"
from (
    select ordered.org_id, pg_advisory_xact_lock(hashtextextended('org:' || ordered.org_id, 12)) as done
    from (select s.org_id from jsonb_to_recordset(:#observations::jsonb) as s (org_id text) where s.org_id is not null
          union
          select m.org_id from jsonb_to_recordset(:#observations::jsonb) as s (kind text, object_id text, terminal boolean)
          join provider_objects m on m.provider = 'clerk' and m.kind = 'membership' and m.owner = s.object_id
          where s.kind = 'user' and s.terminal
          order by 1) ordered
) locked

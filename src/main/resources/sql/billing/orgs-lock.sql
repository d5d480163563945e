-- The orgs that the customer belongs or belonged to, locked in order.
select coalesce(jsonb_agg(locked.org_id), '[]')::text as orgs,
       (select l.state ->> 'org' from provider_objects l
        where l.provider = 'stripe' and l.kind = 'link' and l.object_id = :#owner) as "org"
from (
    select ordered.org_id, pg_advisory_xact_lock(hashtextextended('org:' || ordered.org_id, 12)) as done
    from (select org_id from provider_objects where owner = :#owner and owner <> '' and org_id is not null
                                                and provider = 'stripe'
          union
          select state ->> 'org' from provider_objects
          where provider = 'stripe' and kind = 'link' and object_id = :#owner
          order by 1) ordered
) locked

-- Everything of a customer belongs to the org that its newest link names.
update provider_objects o set org_id = :#${header.effectOrg}
where o.provider = 'stripe' and o.owner = :#owner and o.owner <> '' and o.org_id is distinct from :#${header.effectOrg}::text

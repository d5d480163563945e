-- Each setting of the org with its value, where the value comes from, and who changed it last, as the answer's JSON.
select coalesce(s.version, 0) as version,
       jsonb_build_object(
           'org', wanted.org, 'version', coalesce(s.version, 0),
           'settings', (
               select jsonb_object_agg(d ->> 'key', jsonb_build_object(
                   'value', coalesce(company_values(s) -> (d ->> 'key'), d -> 'default'),
                   'default', d -> 'default',
                   'source', case when company_values(s) -> (d ->> 'key') is null then 'default' else 'org' end,
                   'title', d -> 'title', 'changedBy', d -> 'changedBy', 'operations', d -> 'operations',
                   'lastChange', s.changes -> (d ->> 'key')))
               from jsonb_array_elements(:#definitions::jsonb) d))::text as answer
from (values (:#${exchangeProperty.orgId}::text)) as wanted (org)
left join company_settings s on s.org_id = wanted.org

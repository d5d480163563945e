-- Whether a feature is on for the caller's org, and whether the org has a row of settings.
select coalesce((company_values(s) ->> :#setting)::boolean, :#fallback) as enabled, s.org_id is not null as known
from (values (current_setting('serai.org'))) as caller (org)
left join company_settings s on s.org_id = caller.org

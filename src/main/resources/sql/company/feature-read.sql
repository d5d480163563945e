-- Whether a feature is on for the caller's org, and whether the org has its row, or cannot get one now.
select coalesce((company_values(s) ->> :#setting)::boolean, :#fallback) as enabled,
       s.org_id is not null or current_setting('transaction_read_only') = 'on' as known
from (values (current_setting('serai.org'))) as caller (org)
left join company_settings s on s.org_id = caller.org

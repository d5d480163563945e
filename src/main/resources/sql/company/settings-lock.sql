-- What the org has chosen up to now; held until the transaction ends.
select s.version, company_values(s)::text as "chosen"
from company_settings s
where s.org_id = :#${exchangeProperty.orgId}
for update

-- A row for the org, so that an UPDATE typed by hand meets it.
insert into company_settings (org_id) values (:#${exchangeProperty.orgId}) on conflict do nothing

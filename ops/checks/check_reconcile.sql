-- What the reconcile sweep found and nobody has put right, by code.
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_reconcile.sql
--
-- One row for each code with open findings, or one row OK. Healed findings close when the next sweep no longer sees them.
with open as (
    select code, count(*) as n, min(first_seen) as since, min(detail) as example,
           bool_or(outcome = 'reported') as reported
    from reconcile_findings where resolved_at is null group by code
)
select case when reported then 'P3' else 'OK' end as level,
       code || ' since ' || since as what,
       n::text as value,
       '0' as expected,
       case when reported then example || '; see ops/runbooks/' || code || '.md'
            else 'nothing: mended, waits for the next sweep to confirm it' end as what_to_do
from open
union all
select 'OK', 'open findings', '0', '0', 'nothing' where not exists (select from open)
order by level desc, what;

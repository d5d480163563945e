-- In the transaction that writes the revision.
select operator_audit_append(:author, 'routes_applied', cast(:number as text), cast(:details as jsonb))

-- One more row of the operators' audit log, in the transaction of what it tells of.
select operator_audit_append(:#${exchangeProperty.userId}, :#${header.action}, :#${header.subject},
                             coalesce(:#${header.details}::jsonb, '{}')) as "audit"

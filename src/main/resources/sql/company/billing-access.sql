-- Whether the org may use what has to be paid for, and why or why not.
select access as open, reason from billing_access(:#${exchangeProperty.orgId})

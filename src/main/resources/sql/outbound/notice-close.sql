-- The operators' alert about a disabled endpoint ends with its cause.
update notices set closed_at = clock_timestamp()
where kind = 'webhook-endpoint-disabled' and audience = 'operator' and closed_at is null
  and notice_key like 'operator:' || :#endpointId || ':%'

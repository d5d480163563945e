-- The endpoint's state, kept as it is until the transaction ends.
select state as "state" from webhook_endpoints where id = :#endpointId::uuid for update

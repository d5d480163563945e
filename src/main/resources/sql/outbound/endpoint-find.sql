-- Whether the transaction's org has such an endpoint.
select state as "state" from webhook_endpoints where id = :#endpointId::uuid

-- Whether the endpoint has such a delivery.
select id as "deliveryId" from outbound_deliveries
where id = :#deliveryId::bigint and endpoint_id = :#endpointId::uuid

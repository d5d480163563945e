-- The same secret under another key.
update webhook_endpoint_secrets set key_id = :#keyId, sealed = decode(:#sealed, 'hex')
where id = :#secretId::bigint and key_id = :#oldKeyId

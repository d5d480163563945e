-- Keeps the first answer; a concurrent request with the same key fails here and rolls its document back.
insert into idempotency_keys (org_id, key, operation, request_hash, status, response)
values (current_setting('serai.org'), :#idempotencyKey, :#operation, :#requestHash, :#status, :#response::jsonb)

-- What the first request with this key was answered.
select request_hash as "requestHash", status as "status", response::text as "response"
from idempotency_keys
where operation = :#operation and key = :#idempotencyKey

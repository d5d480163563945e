-- Deliveries whose node died between claim and commit are due again, under the same webhook-id: at least once, never lost.
with expired as (
    select id from outbound_deliveries
    where state = 'sending' and lease_until < clock_timestamp()
    for update skip locked
), again as (
    update outbound_deliveries d set state = 'pending', lease_until = null, next_attempt_at = clock_timestamp()
    from expired e where d.id = e.id
    returning d.id, d.attempt, d.org_id
)
insert into outbound_attempts (delivery_id, attempt, org_id, outcome, error_code, error_message)
select id, attempt, org_id, 'interrupted', 'interrupted', 'the node that sent it has not said how it ended; it is sent again'
from again
on conflict (delivery_id, attempt) do nothing

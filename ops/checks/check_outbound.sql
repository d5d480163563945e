-- What the hub tells and asks others: messages to orgs' webhook endpoints, seats and questions to Stripe.
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_outbound.sql
--
-- One row for each kind with its count.
with kinds as (
    select 1 as place, 'messages to webhook endpoints that have been due for 5 minutes and nobody sends' as what,
           (select count(*) from outbound_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
            where e.state = 'active' and (e.waits_until is null or e.waits_until < now() - interval '5 minutes')
              and ((d.state = 'pending' and d.next_attempt_at < now() - interval '5 minutes')
                   or (d.state = 'sending' and d.lease_until < now() - interval '5 minutes'))) as n,
           'P2' as level, 'runbook OutboundDeliveriesStuck' as what_to_do
    union all
    select 2, 'webhook endpoints that the hub has disabled within the last day',
           (select count(*) from webhook_endpoints where state = 'disabled' and disabled_at > now() - interval '1 day'),
           'P3', 'GET /api/admin/webhook-endpoints says why; their orgs have been told'
    union all
    select 3, 'orgs whose seats Stripe does not take',
           (select count(*) from billing_seats where state = 'dead'),
           'P2', 'runbook BillingSeatsDead'
    union all
    select 4, 'orgs whose seats have waited for Stripe for more than an hour',
           (select count(*) from billing_seats
            where state in ('waiting', 'pushing') and item_id is not null and used is not null
              and updated_at < now() - interval '1 hour'),
           'P3', 'runbook BillingSeatsDead'
    union all
    select 5, 'questions that Stripe has not answered',
           (select count(*) from billing_fetches where state = 'dead'),
           'P3', 'runbook BillingFetchDead'
)
select case when n = 0 then 'OK' else level end as level,
       what,
       n::text as value,
       '0' as expected,
       case when n = 0 then 'nothing' else what_to_do end as what_to_do
from kinds
order by n > 0 desc, place;

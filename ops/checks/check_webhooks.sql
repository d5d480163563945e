-- Webhooks: does anything wait, is anything dead, is a sender silent, is anything refused for its signature?
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_webhooks.sql
--
-- One row for each kind with its count.
with kinds as (
    select 1 as place, 'events that wait for more than 5 minutes' as what,
           (select count(*) from webhook_outbox o join webhook_events e on e.seq = o.event_seq
            where e.received_at < now() - interval '5 minutes') as n,
           'P2' as level, 'GET /api/webhooks/deliveries?state=waiting shows their codes; is a node with the role worker up?'
               as what_to_do
    union all
    select 2, 'events whose processing failed for good',
           (select count(*) from webhook_events where state = 'dead'),
           'P2', 'GET /api/webhooks/deliveries?state=dead; mend the cause, then POST /api/webhooks/deliveries/{id}/replay'
    union all
    select 3, 'senders that are silent for too long',
           (select count(*) from notices where kind = 'webhook-silent' and closed_at is null),
           'P2', 'runbook WebhookSourceSilent'
    union all
    select 4, 'requests refused for their signature within the last hour',
           (select coalesce(sum(count), 0) from webhook_refusals
            where reason in ('signature-wrong', 'secret-expired') and last_at > now() - interval '1 hour'),
           'P3', 'runbook WebhookSignatures'
)
select case when n = 0 then 'OK' else level end as level,
       what,
       n::text as value,
       '0' as expected,
       case when n = 0 then 'nothing' else what_to_do end as what_to_do
from kinds
order by n > 0 desc, place;

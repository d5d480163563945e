-- One page of the org's invoices, newest first, as the answer's JSON.
with page as (
    select o.*, coalesce((o.state ->> 'created')::bigint, o.event_at) as created
    from provider_objects o
    where o.provider = 'stripe' and o.kind = 'invoice' and o.org_id = :#${exchangeProperty.orgId}
      and (:#after::text is null
           or (coalesce((o.state ->> 'created')::bigint, o.event_at), o.object_id)
              < (split_part(:#after, '_', 1)::bigint, substr(:#after, strpos(:#after, '_') + 1)))
    order by created desc, o.object_id desc
    limit :#limit::bigint + 1
), numbered as (
    select page.*, row_number() over (order by created desc, object_id desc) as n from page
)
select jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object(
        'invoiceId', object_id, 'number', state -> 'number', 'status', state -> 'status',
        'amountDueMinor', state -> 'amountDue', 'amountPaidMinor', state -> 'amountPaid', 'currency', state -> 'currency',
        'createdAt', to_timestamp(created), 'periodEnd', to_timestamp((state ->> 'periodEnd')::bigint),
        'attempts', state -> 'attempts', 'nextAttemptAt', to_timestamp((state ->> 'nextAttempt')::bigint),
        'url', state -> 'url') order by n) filter (where n <= :#limit::bigint), '[]'),
    'next', max(created || '_' || object_id)
        filter (where n = :#limit::bigint and exists (select from numbered where n > :#limit::bigint))
)::text
from numbered

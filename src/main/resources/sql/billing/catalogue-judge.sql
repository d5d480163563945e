-- Alerts about the two configured prices: gone, no longer active, or of another amount than configured. What is right again
-- is closed again; a price that Stripe has never told of is not judged.
with configured as (
    select f.price_id, f.amount, p.currency from billing_plans p
    cross join lateral (values (p.base_price_id, p.base_amount_minor), (p.seat_price_id, p.seat_amount_minor))
        f (price_id, amount)
    where p.code = 'standard'
), judged as (
    select c.price_id,
           case when o.terminal then 'it was deleted'
                when not (o.state ->> 'active')::boolean then 'it is not active'
                when d.terminal then 'its product was deleted'
                when not (d.state ->> 'active')::boolean then 'its product is not active'
                when (o.state ->> 'unitAmount')::bigint <> c.amount or o.state ->> 'currency' <> c.currency
                    then 'it costs ' || (o.state ->> 'unitAmount') || ' ' || (o.state ->> 'currency')
                         || ', configured are ' || c.amount || ' ' || c.currency end as wrong
    from configured c
    join provider_objects o on o.provider = 'stripe' and o.kind = 'price' and o.object_id = c.price_id
    left join provider_objects d on d.provider = 'stripe' and d.kind = 'product' and d.object_id = o.state ->> 'product'
), closed as (
    update notices n set closed_at = clock_timestamp()
    from judged j where n.kind = 'billing.price' and n.notice_key = j.price_id and n.closed_at is null and j.wrong is null
)
insert into notices as n (audience, kind, notice_key, severity, text, details)
select 'operator', 'billing.price', price_id, 'P2', 'A configured price cannot be sold as configured: ' || wrong,
       jsonb_build_object('price', price_id)
from judged where wrong is not null
on conflict (kind, notice_key) do update set text = excluded.text, closed_at = null
    where n.closed_at is not null or n.text <> excluded.text

-- One entry for each paid invoice and one for each refunded charge of the customer, whatever told of it how often.
insert into wallet_entries as w (org_id, customer, kind, source_key, amount_minor, currency, at)
select o.org_id, o.owner, f.kind, f.kind || ':' || o.object_id, f.amount, o.state ->> 'currency', to_timestamp(o.event_at)
from provider_objects o
cross join lateral (
    select case o.kind when 'payment' then 'invoice' else 'refund' end as kind,
           case o.kind when 'payment' then (o.state ->> 'amount')::bigint
                       else -(o.state ->> 'refunded')::bigint end as amount) f
where o.provider = 'stripe' and o.owner = :#owner and o.owner <> '' and o.kind in ('payment', 'charge') and f.amount <> 0
on conflict (source_key) do update
    set org_id = excluded.org_id, customer = excluded.customer, amount_minor = excluded.amount_minor,
        currency = excluded.currency, at = excluded.at
    where (w.org_id, w.customer, w.amount_minor, w.currency, w.at)
        is distinct from (excluded.org_id, excluded.customer, excluded.amount_minor, excluded.currency, excluded.at)

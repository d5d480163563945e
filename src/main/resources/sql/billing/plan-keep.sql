-- The plan as the configuration says it.
insert into billing_plans as p
    (code, base_price_id, base_amount_minor, seat_price_id, seat_amount_minor, currency, trial_days, enforced)
values ('standard', :#basePrice, :#baseAmount::bigint, :#seatPrice, :#seatAmount::bigint, :#currency, :#trialDays::integer,
        :#enforced::boolean)
on conflict (code) do update
    set base_price_id = excluded.base_price_id, base_amount_minor = excluded.base_amount_minor,
        seat_price_id = excluded.seat_price_id, seat_amount_minor = excluded.seat_amount_minor,
        currency = excluded.currency, trial_days = excluded.trial_days, enforced = excluded.enforced,
        updated_at = clock_timestamp()
    where (p.base_price_id, p.base_amount_minor, p.seat_price_id, p.seat_amount_minor, p.currency, p.trial_days, p.enforced)
        is distinct from (excluded.base_price_id, excluded.base_amount_minor, excluded.seat_price_id,
                          excluded.seat_amount_minor, excluded.currency, excluded.trial_days, excluded.enforced)

-- What Stripe and Clerk say about their objects, and what follows from it: wallet, entitlement, seats, refused sessions.
-- An object's newest observation is kept, whichever order observations come in; all else here is computed from those
-- rows and never from the event that has just come, so that any order of events ends in the same rows.

create table provider_objects (
    provider   text not null check (provider in ('stripe', 'clerk')),
    kind       text not null,
    object_id  text not null,
    org_id     text,
    owner      text not null default '',
    terminal   boolean not null,
    event_at   bigint not null,
    event_rank integer not null,
    event_id   text collate "C" not null,
    state      jsonb not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (provider, kind, object_id)
);
comment on table provider_objects is
    'the greatest (terminal, event_at, event_rank, event_id) of each object; the end of an object is greater than all else';
comment on column provider_objects.kind is
    'a kind of the provider''s objects; link (of a customer to its org), payment (of an invoice) and notice are facts that events tell beside them';
comment on column provider_objects.owner is 'Stripe: the customer; Clerk: the user';
comment on column provider_objects.event_at is 'Stripe: seconds; Clerk: milliseconds';
create index provider_objects_of_owner on provider_objects (owner, kind) where owner <> '';
create index provider_objects_of_org on provider_objects (org_id, kind, event_at desc) where org_id is not null;
create index provider_objects_unowned on provider_objects ((state ->> 'charge')) where owner = '' and provider = 'stripe';
create index provider_objects_sessions on provider_objects (updated_at) where kind = 'session';

create table wallet_entries (
    id           bigint generated always as identity primary key,
    org_id       text,
    customer     text,
    kind         text not null check (kind in ('invoice', 'refund')),
    source_key   text not null unique,
    amount_minor bigint not null,
    currency     text not null,
    at           timestamptz not null,
    check (org_id is not null or customer is not null)
);
comment on column wallet_entries.org_id is 'null until an event says whose customer it is';
comment on column wallet_entries.source_key is 'one entry for each invoice that was paid, one for each charge that was refunded';
comment on column wallet_entries.amount_minor is 'in the currency''s smallest unit; of a refund all that went back of its charge so far, negative';
create index wallet_entries_of_org on wallet_entries (org_id, id);
create index wallet_entries_of_customer on wallet_entries (customer);

create table billing_plans (
    code              text primary key,
    base_price_id     text not null,
    base_amount_minor bigint not null,
    seat_price_id     text not null,
    seat_amount_minor bigint not null,
    currency          text not null,
    trial_days        integer not null,
    enforced          boolean not null,
    updated_at        timestamptz not null default clock_timestamp()
);
comment on table billing_plans is 'as serai.billing in the configuration says; written when it changes';

create table billing_seats (
    org_id          text primary key,
    used            integer,
    item_id         text,
    bought          integer,
    generation      integer not null default 0,
    pushed          integer,
    state           text not null default 'synced' check (state in ('synced', 'waiting', 'pushing', 'dead')),
    attempt         integer not null default 0,
    failures        integer not null default 0,
    next_attempt_at timestamptz not null default clock_timestamp(),
    error           text,
    updated_at      timestamptz not null default clock_timestamp()
);
comment on column billing_seats.used is 'members of the org; null while Clerk has told of none';
comment on column billing_seats.item_id is 'Stripe''s subscription item of the seat price; null while unknown';
comment on column billing_seats.bought is 'the quantity that Stripe told last';
comment on column billing_seats.generation is 'raised by each new wish; part of the idempotency key';
comment on column billing_seats.pushed is 'the quantity that Stripe confirmed last';
comment on column billing_seats.attempt is 'the fence: raised by every claim; an answer that carries an older number is refused';
comment on column billing_seats.next_attempt_at is 'when it may be claimed; a claim moves it behind its lease';
create index billing_seats_due on billing_seats (next_attempt_at) where state in ('waiting', 'pushing');

create table billing_fetches (
    kind            text not null check (kind in ('subscription', 'customer', 'invoice', 'charge')),
    object_id       text not null,
    at              bigint not null,
    attempt         integer not null default 0,
    failures        integer not null default 0,
    state           text not null default 'waiting' check (state in ('waiting', 'dead')),
    next_attempt_at timestamptz not null,
    error           text,
    primary key (kind, object_id)
);
comment on table billing_fetches is 'objects of which two events of one second say different things: Stripe is asked';
comment on column billing_fetches.at is 'the second in question';
create index billing_fetches_due on billing_fetches (next_attempt_at) where state = 'waiting';

create table access_denials (
    kind    text not null check (kind in ('session', 'user', 'org')),
    subject text not null,
    until   timestamptz not null,
    changed xid8 not null default pg_current_xact_id(),
    primary key (kind, subject)
);
comment on column access_denials.until is 'when the last token of it has expired by itself; infinity: never';
comment on column access_denials.changed is
    'the writing transaction: nodes ask for all since the oldest that was under way, so that none commits behind their backs';
create index access_denials_changed on access_denials (changed);
create index access_denials_until on access_denials (until);

do $$
declare
    name text;
begin
    foreach name in array array['provider_objects', 'wallet_entries', 'billing_plans', 'billing_seats', 'billing_fetches',
                                'access_denials']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
    foreach name in array array['provider_objects', 'wallet_entries', 'billing_seats']
    loop
        execute format('create policy own_org on %I for select to serai_app using (org_id = current_setting(''serai.org'', true))', name);
        execute format('grant select on %I to serai_app', name);
    end loop;
end $$;
-- What was credited stays written; retention does not come here.
revoke delete on wallet_entries from serai_system;
-- Prices are no secret of anybody's; each column by name, because the table has no org.
create policy everybody on billing_plans for select to serai_app using (true);
grant select (code, base_price_id, base_amount_minor, seat_price_id, seat_amount_minor, currency, trial_days, enforced)
    on billing_plans to serai_app;
grant select (provider, kind, object_id, org_id, terminal, event_at, updated_at) on provider_objects to serai_reader;
grant select on billing_plans, billing_seats, billing_fetches to serai_reader;
grant select (kind, until) on access_denials to serai_reader;
grant select (org_id, kind, amount_minor, currency, at) on wallet_entries to serai_reader;

-- Each org's subscription as people ask for it: of several the one that gives access, then the newest. The base price and
-- the seat price are found by the plan's two ids, today's, whatever they were when the event came.
create view billing_subscriptions with (security_invoker = true) as
select distinct on (s.org_id)
    s.org_id, s.object_id as subscription_id, s.owner as customer_id, f.status,
    f.access, f.reason,
    (select e.state -> 'features' from provider_objects e
     where e.provider = 'stripe' and e.kind = 'features' and e.object_id = s.owner) as features,
    base.id as base_item_id, coalesce(base.quantity, 0) as base_quantity,
    coalesce(base.amount, p.base_amount_minor) as base_amount_minor,
    seat.id as seat_item_id, seat.quantity as seats_bought,
    coalesce(seat.amount, p.seat_amount_minor) as seat_amount_minor,
    coalesce(base.quantity, 0) * coalesce(base.amount, p.base_amount_minor)
        + coalesce(seat.quantity, 0) * coalesce(seat.amount, p.seat_amount_minor) as amount_minor,
    coalesce(s.state ->> 'currency', p.currency) as currency,
    to_timestamp((s.state ->> 'periodEnd')::bigint) as period_end,
    (select max(to_timestamp((i.state ->> 'periodEnd')::bigint)) from provider_objects i
     where i.owner = s.owner and i.kind = 'payment' and i.state ->> 'subscription' = s.object_id) as paid_until,
    to_timestamp((s.state ->> 'trialEnd')::bigint) as trial_end,
    to_timestamp((s.state ->> 'endedAt')::bigint) as ended_at,
    coalesce((s.state ->> 'cancelAtPeriodEnd')::boolean, false) as cancel_at_period_end,
    coalesce((s.state ->> 'collectionPaused')::boolean, false) as collection_paused,
    f.next_attempt_at,
    exists (select from provider_objects d
            where d.owner = s.owner and d.kind = 'dispute' and not d.terminal) as disputed
from provider_objects s
left join billing_plans p on p.code = 'standard'
left join lateral (
    select item ->> 'id' as id, (item ->> 'quantity')::bigint as quantity, (item ->> 'unitAmount')::bigint as amount
    from jsonb_array_elements(s.state -> 'items') item where item ->> 'price' = p.base_price_id limit 1) base on true
left join lateral (
    select item ->> 'id' as id, (item ->> 'quantity')::bigint as quantity, (item ->> 'unitAmount')::bigint as amount
    from jsonb_array_elements(s.state -> 'items') item where item ->> 'price' = p.seat_price_id limit 1) seat on true
left join provider_objects c on c.provider = 'stripe' and c.kind = 'customer' and c.object_id = s.owner
left join lateral (
    -- An invoice that failed says so before the subscription does.
    select max(to_timestamp((i.state ->> 'nextAttempt')::bigint)) as next_attempt_at, count(*) > 0 as failed
    from provider_objects i
    where i.owner = s.owner and i.kind = 'invoice' and i.state ->> 'subscription' = s.object_id
      and i.state ->> 'status' = 'open' and (i.state ->> 'failed')::boolean) unpaid on true
cross join lateral (
    select case when s.state ->> 'status' = 'active' and unpaid.failed then 'past_due'
                else s.state ->> 'status' end as status) e
cross join lateral (
    select e.status, unpaid.next_attempt_at,
           e.status in ('trialing', 'active', 'past_due') and not coalesce(c.terminal, false) as access,
           case when coalesce(c.terminal, false) then 'account_closed' else e.status end as reason) f
where s.provider = 'stripe' and s.kind = 'subscription' and s.org_id is not null
order by s.org_id, f.access desc, s.event_at desc, s.object_id;
grant select on billing_subscriptions to serai_app, serai_system;

-- The orgs that Clerk knows.
create view identity_tenants with (security_invoker = true) as
select o.org_id, o.state ->> 'name' as name, o.state ->> 'slug' as slug, o.terminal as disabled,
       (select count(*) from provider_objects i
        where i.org_id = o.org_id and i.kind = 'invitation' and i.state ->> 'status' = 'pending') as seats_invited
from provider_objects o
where o.provider = 'clerk' and o.kind = 'organization';
grant select on identity_tenants to serai_app, serai_system;

-- Whether an org may use what it pays for, and why or why not. Says what is so; whether that is enforced is in enforced.
create function billing_access(org text) returns table (access boolean, reason text, until timestamptz, enforced boolean)
    language sql stable as $$
    select coalesce(s.access, false) and not gone.disabled,
           case when gone.disabled then 'org_deleted' else coalesce(s.reason, 'no_subscription') end,
           case when s.status = 'trialing' then s.trial_end
                when s.access then coalesce(greatest(s.paid_until, s.period_end), s.period_end) else s.ended_at end,
           coalesce((select p.enforced from billing_plans p where p.code = 'standard'), false)
    from (select coalesce(bool_or(t.disabled), false) as disabled from identity_tenants t where t.org_id = org) gone
    left join billing_subscriptions s on s.org_id = org
$$;

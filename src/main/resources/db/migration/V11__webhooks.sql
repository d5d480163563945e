-- Webhook events as they came, the outbox that wakes their processing, what was refused, and notices to people.
-- Events of senders have no org of their own: they are the hub's, and serai_app never sees them.

create table webhook_events (
    seq           bigint generated always as identity primary key,
    source        text not null check (source ~ '^[a-z][a-z0-9-]{0,62}$'),
    event_id      text not null check (length(event_id) between 1 and 255),
    type          text not null default '' check (length(type) <= 255),
    org_id        text,
    body          bytea not null,
    headers       jsonb not null default '{}',
    verification  jsonb not null default '{}',
    secret        text,
    origin        text not null default 'delivered' check (origin in ('delivered', 'recovered')),
    state         text not null default 'waiting'
        check (state in ('waiting', 'applied', 'ignored', 'stale', 'unparseable', 'dead')),
    attempts      integer not null default 0,
    error_code    text,
    error_message text,
    effects       jsonb not null default '[]',
    duplicates    integer not null default 0,
    duplicated_at timestamptz,
    received_at   timestamptz not null default clock_timestamp(),
    processed_at  timestamptz,
    unique (source, event_id)
);
comment on column webhook_events.seq is 'the delivery''s id in the API';
comment on column webhook_events.type is 'empty: the body names none';
comment on column webhook_events.headers is 'those that were looked at to verify, in lower case';
comment on column webhook_events.secret is 'which secret verified it: the start of the secret''s SHA-256';
comment on column webhook_events.state is
    'waiting; applied: it changed something; stale: something newer was known; ignored: the hub takes no interest in the type; '
    'unparseable: signed but no event, answered 400; dead: its processing failed for good and waits for a replay';
create index webhook_events_newest on webhook_events (source, seq desc);
create index webhook_events_received on webhook_events (received_at);
create index webhook_events_secret on webhook_events (source, secret, received_at desc);
create index webhook_events_dead on webhook_events (seq) where state = 'dead';

create table webhook_outbox (
    event_seq    bigint primary key references webhook_events (seq) on delete cascade,
    attempt      integer not null default 0,
    available_at timestamptz not null default clock_timestamp()
);
comment on column webhook_outbox.attempt is 'the fence: raised by every claim; a commit that carries an older number is refused';
comment on column webhook_outbox.available_at is 'when it may be claimed; a claim moves it behind its lease';
create index webhook_outbox_due on webhook_outbox (available_at, event_seq);

-- A waiting event always has its wake-up: written here, in the same transaction, whoever makes it wait.
create function webhook_event_wakes() returns trigger language plpgsql as $$
begin
    insert into webhook_outbox (event_seq) values (new.seq)
    on conflict (event_seq) do update set available_at = clock_timestamp();
    return null;
end $$;
create trigger webhook_events_wake_inserted after insert on webhook_events
    for each row when (new.state = 'waiting') execute function webhook_event_wakes();
create trigger webhook_events_wake_updated after update on webhook_events
    for each row when (new.state = 'waiting' and old.state <> 'waiting') execute function webhook_event_wakes();

-- Refused requests leave no row of their own, so that a flood of them cannot fill the disk: each node adds up.
create table webhook_refusals (
    source      text not null,
    reason      text not null,
    hour        timestamptz not null,
    count       bigint not null,
    last_at     timestamptz not null,
    explanation text not null,
    primary key (source, reason, hour)
);

-- Since when a source is expected to send: the beginning of its silence when nothing ever came.
create table webhook_sources (
    source      text primary key,
    known_since timestamptz not null default clock_timestamp()
);

-- Fetching events again from the sender, page by page; the place survives the node.
create table webhook_recoveries (
    id              uuid primary key default gen_random_uuid(),
    source          text not null,
    since           timestamptz not null,
    until           timestamptz not null,
    place           text,
    state           text not null default 'running' check (state in ('running', 'done', 'failed')),
    pages           integer not null default 0,
    fetched         integer not null default 0,
    stored          integer not null default 0,
    attempt         integer not null default 0,
    failures        integer not null default 0,
    next_attempt_at timestamptz not null default clock_timestamp(),
    error           text,
    created_by      text not null,
    created_at      timestamptz not null default clock_timestamp(),
    finished_at     timestamptz
);
comment on column webhook_recoveries.place is 'the sender''s id of the last event that was fetched';
comment on column webhook_recoveries.attempt is 'the fence: raised by every claim';
create index webhook_recoveries_due on webhook_recoveries (next_attempt_at) where state = 'running';

-- What people must be told, each thing once: mails to customers, alerts to operators.
create table notices (
    id         bigint generated always as identity primary key,
    audience   text not null check (audience in ('customer', 'operator')),
    org_id     text,
    kind       text not null,
    notice_key text not null,
    severity   text not null default 'P3' check (severity in ('P0', 'P1', 'P2', 'P3')),
    text       text not null,
    details    jsonb not null default '{}',
    due_at     timestamptz not null default clock_timestamp(),
    created_at timestamptz not null default clock_timestamp(),
    closed_at  timestamptz,
    unique (kind, notice_key)
);
comment on table notices is 'unique (kind, notice_key): whatever happens how often, people are told once';
comment on column notices.closed_at is 'of alerts: when the cause was gone; of mails: when it was handed over';
create index notices_open on notices (due_at) where closed_at is null;
create index notices_of_org on notices (org_id, id desc);

do $$
declare
    name text;
begin
    foreach name in array array['webhook_events', 'webhook_outbox', 'webhook_refusals', 'webhook_sources',
        'webhook_recoveries', 'notices']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
create policy own_org on notices for select to serai_app
    using (audience = 'customer' and org_id = current_setting('serai.org', true));
grant select on notices to serai_app;

-- ops/checks/check_webhooks.sql asks these; bodies and headers stay closed.
grant select (seq, source, event_id, type, org_id, origin, state, attempts, error_code, error_message, duplicates,
              received_at, processed_at) on webhook_events to serai_reader;
grant select on webhook_outbox, webhook_refusals, webhook_sources, webhook_recoveries, notices to serai_reader;

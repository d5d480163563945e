-- Webhooks that the hub sends: endpoints that orgs register, their sealed secrets, messages, deliveries and attempts.

create table webhook_endpoints (
    id            uuid primary key,
    org_id        text not null check (org_id <> ''),
    url           text not null check (length(url) between 1 and 2000),
    description   text not null default '' check (length(description) <= 500),
    events        text[] not null check (cardinality(events) between 1 and 20),
    state         text not null default 'active' check (state in ('active', 'paused', 'disabled')),
    disabled_by   text,
    disabled_why  text,
    disabled_at   timestamptz,
    failing_since timestamptz,
    waits_until   timestamptz,
    created_by    text not null,
    created_at    timestamptz not null default clock_timestamp(),
    updated_at    timestamptz not null default clock_timestamp(),
    unique (org_id, id),
    check ((state = 'disabled') = (disabled_at is not null))
);
comment on column webhook_endpoints.state is
    'active; paused: by its org, messages wait; disabled: by the hub, nothing is kept for it until its org enables it';
comment on column webhook_endpoints.failing_since is 'first failure since the last success; null: the last attempt was a success';
comment on column webhook_endpoints.waits_until is 'the receiver has asked for quiet (Retry-After) until then';
create index webhook_endpoints_of_org on webhook_endpoints (org_id, created_at desc, id desc);

create table webhook_endpoint_secrets (
    id          bigint generated always as identity primary key,
    org_id      text not null,
    endpoint_id uuid not null,
    key_id      text not null,
    sealed      bytea not null,
    created_at  timestamptz not null default clock_timestamp(),
    expires_at  timestamptz,
    foreign key (org_id, endpoint_id) references webhook_endpoints (org_id, id) on delete cascade
);
comment on column webhook_endpoint_secrets.key_id is 'which of the hub''s keys sealed it: the start of the key''s SHA-256';
comment on column webhook_endpoint_secrets.sealed is 'nonce and AES-256-GCM of the secret, bound to the endpoint''s id';
comment on column webhook_endpoint_secrets.expires_at is 'null: the present one; after a rotation the old one signs too until then';
create index webhook_endpoint_secrets_of_endpoint on webhook_endpoint_secrets (endpoint_id, id desc);
create index webhook_endpoint_secrets_expiring on webhook_endpoint_secrets (expires_at) where expires_at is not null;

create table outbound_messages (
    id          text primary key check (id ~ '^msg_[A-Za-z0-9]{20,40}$'),
    org_id      text not null,
    type        text not null check (length(type) between 1 and 100),
    source_key  text not null,
    payload     jsonb not null,
    occurred_at timestamptz not null default clock_timestamp(),
    unique (org_id, type, source_key),
    unique (org_id, id)
);
comment on column outbound_messages.id is 'the header webhook-id: the same in every attempt, so that receivers can drop doubles';
comment on column outbound_messages.source_key is 'what happened, so that it is told once: a document and its version, an event';
create index outbound_messages_by_age on outbound_messages (occurred_at);

create table outbound_deliveries (
    id              bigint generated always as identity primary key,
    org_id          text not null,
    message_id      text not null,
    endpoint_id     uuid not null,
    state           text not null default 'pending'
        check (state in ('pending', 'sending', 'succeeded', 'failed', 'cancelled')),
    attempt         integer not null default 0,
    failures        integer not null default 0,
    next_attempt_at timestamptz not null default clock_timestamp(),
    lease_until     timestamptz,
    created_at      timestamptz not null default clock_timestamp(),
    settled_at      timestamptz,
    unique (endpoint_id, message_id),
    foreign key (org_id, message_id) references outbound_messages (org_id, id) on delete cascade,
    foreign key (org_id, endpoint_id) references webhook_endpoints (org_id, id) on delete cascade
);
comment on column outbound_deliveries.attempt is 'the fence: raised by every claim; an attempt that carries an older number is not kept';
comment on column outbound_deliveries.failures is 'failed attempts since the message or its last replay; decides the next wait';
create index outbound_deliveries_due on outbound_deliveries (endpoint_id, next_attempt_at, id) where state = 'pending';
create index outbound_deliveries_lease on outbound_deliveries (lease_until) where state = 'sending';
create index outbound_deliveries_sending on outbound_deliveries (endpoint_id) where state = 'sending';
create index outbound_deliveries_of_endpoint on outbound_deliveries (endpoint_id, id desc);
create index outbound_deliveries_of_message on outbound_deliveries (org_id, message_id);

create table outbound_attempts (
    delivery_id   bigint not null references outbound_deliveries (id) on delete cascade,
    attempt       integer not null,
    org_id        text not null,
    outcome       text not null check (outcome in ('succeeded', 'failed', 'gone', 'interrupted')),
    status        integer,
    error_code    text,
    error_message text,
    duration_ms   bigint,
    answer        text not null default '' check (length(answer) <= 1024),
    at            timestamptz not null default clock_timestamp(),
    primary key (delivery_id, attempt)
);
comment on column outbound_attempts.outcome is
    'gone: the receiver answered 410; interrupted: the hub itself could not, or died before it had noted the answer';
comment on column outbound_attempts.answer is 'the first kilobyte of what the receiver said';

do $$
declare
    name text;
begin
    foreach name in array array['webhook_endpoints', 'webhook_endpoint_secrets', 'outbound_messages',
        'outbound_deliveries', 'outbound_attempts']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy own_org on %I to serai_app using (org_id = current_setting(''serai.org'', true)) '
            || 'with check (org_id = current_setting(''serai.org'', true))', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
    end loop;
    -- URLs may carry what receivers take for a password, payloads and answers are an org's own: the reader sees neither.
    foreach name in array array['webhook_endpoints', 'outbound_messages', 'outbound_deliveries', 'outbound_attempts']
    loop
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
grant select, insert, update, delete on webhook_endpoints to serai_app;
-- An org's login writes sealed secrets and never reads one back.
grant select (id, org_id, endpoint_id, key_id, created_at, expires_at), insert, delete, update (expires_at)
    on webhook_endpoint_secrets to serai_app;
grant select, insert on outbound_messages to serai_app;
grant select, insert, update on outbound_deliveries to serai_app;
grant select on outbound_attempts to serai_app;
grant select (id, org_id, events, state, disabled_by, disabled_at, failing_since, waits_until, created_at, updated_at)
    on webhook_endpoints to serai_reader;
grant select (id, org_id, type, source_key, occurred_at) on outbound_messages to serai_reader;
grant select on outbound_deliveries to serai_reader;
grant select (delivery_id, attempt, org_id, outcome, status, error_code, duration_ms, at) on outbound_attempts to serai_reader;

-- Tells the org's endpoints that want this type, in the transaction of what happened. The same key is told once. With
-- nobody who wants it, nothing is written. Never fails for the payload's sake: what is too large is left out and said.
create function outbound_publish(org text, type text, key text, payload jsonb) returns text language plpgsql as $$
#variable_conflict use_column
declare
    kinds constant text[] := array[outbound_publish.type, split_part(outbound_publish.type, '.', 1) || '.*', '*'];
    message text;
begin
    if not exists (select from webhook_endpoints e
                   where e.org_id = org and e.state <> 'disabled' and e.events && kinds) then
        return null;
    end if;
    insert into outbound_messages (id, org_id, type, source_key, payload)
    values ('msg_' || replace(gen_random_uuid()::text, '-', ''), org, outbound_publish.type, outbound_publish.key,
            case when octet_length(outbound_publish.payload::text) <= 19000 then outbound_publish.payload
                 else jsonb_build_object('omitted', 'the data is larger than 19000 bytes', 'key', outbound_publish.key) end)
    on conflict (org_id, type, source_key) do nothing
    returning id into message;
    insert into outbound_deliveries (org_id, message_id, endpoint_id)
    select org, message, e.id from webhook_endpoints e
    where message is not null and e.org_id = org and e.state <> 'disabled' and e.events && kinds;
    return message;
end $$;

create function document_publishes() returns trigger language plpgsql as $$
begin
    -- Most orgs have no endpoint: for them a change of status costs this look at an index.
    if not exists (select from webhook_endpoints e where e.org_id = new.org_id) then
        return null;
    end if;
    perform outbound_publish(new.org_id, 'document.' || new.status, new.id || ':' || new.version,
        jsonb_build_object('documentId', new.id, 'orgId', new.org_id, 'companyId', new.company_id,
                           'documentType', new.document_type, 'fileName', new.file_name, 'version', new.version,
                           'status', new.status, 'pages', new.page_count, 'createdAt', new.created_at,
                           'updatedAt', new.updated_at)
        || case when new.status = 'failed' then jsonb_build_object('code', new.error_code) else '{}' end);
    return null;
end $$;
create trigger documents_publish after update on documents
    for each row when (new.status in ('ready', 'failed') and new.status <> old.status)
    execute function document_publishes();

-- Nothing waits for an endpoint that is disabled, whoever disabled it. What was cancelled can be replayed.
create function webhook_endpoint_rests() returns trigger language plpgsql as $$
begin
    update outbound_deliveries set state = 'cancelled', settled_at = clock_timestamp()
    where endpoint_id = new.id and state = 'pending';
    return null;
end $$;
create trigger webhook_endpoints_rest after update on webhook_endpoints
    for each row when (new.state = 'disabled' and old.state <> 'disabled') execute function webhook_endpoint_rests();

-- As the API shows an endpoint.
create function webhook_endpoint_json(e webhook_endpoints) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'endpointId', e.id, 'url', e.url, 'description', e.description, 'events', e.events, 'state', e.state,
        'failingSince', e.failing_since, 'waitsUntil', e.waits_until,
        'disabled', case when e.state = 'disabled' then jsonb_build_object(
            'at', e.disabled_at, 'by', e.disabled_by, 'why', e.disabled_why) end,
        'createdBy', e.created_by, 'createdAt', e.created_at, 'updatedAt', e.updated_at)
$$;

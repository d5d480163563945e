-- Keys of product teams' servers. Only the SHA-256 of the secret is kept.
create table service_keys (
    id           text primary key,
    org_id       text        not null check (org_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    name         text        not null,
    secret_hash  bytea       not null check (octet_length(secret_hash) = 32),
    scopes       text[]      not null check (cardinality(scopes) > 0),
    created_at   timestamptz not null,
    created_by   text        not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);

create index service_keys_org on service_keys (org_id, created_at);

alter table service_keys enable row level security;
alter table service_keys force row level security;

create policy service_keys_system on service_keys
    to serai_system using (true) with check (true);

create policy service_keys_own_org on service_keys
    for select to serai_app using (org_id = current_setting('serai.org', true));

-- Rows are revoked, never deleted or rewritten; the hash is for the system login only.
grant select, insert, update (revoked_at, last_used_at) on service_keys to serai_system;
grant select (id, org_id, name, scopes, created_at, created_by, expires_at, revoked_at, last_used_at)
    on service_keys to serai_app;

-- Every set of route files that has run: who made it, why, and what it changed. Content is kept once.

create table route_contents (
    hash    text primary key check (hash ~ '^[0-9a-f]{64}$'),
    content text not null
);
comment on column route_contents.hash is 'SHA-256 of the content as UTF-8';

create table route_revisions (
    number     bigint generated always as identity primary key,
    origin     text not null check (origin in ('folder', 'api', 'restore')),
    author     text not null,
    reason     text not null,
    changes    jsonb not null,
    node       text not null,
    applied_at timestamptz not null default clock_timestamp()
);
comment on table route_revisions is 'the newest one is what every node runs; numbers have gaps where a set did not start';

create table route_revision_files (
    number      bigint not null references route_revisions on delete cascade,
    path        text not null,
    hash        text references route_contents,
    folder_hash text check (folder_hash ~ '^[0-9a-f]{64}$'),
    primary key (number, path),
    check (hash is not null or folder_hash is not null)
);
comment on column route_revision_files.hash is 'what runs; null when the file was removed by the API and still lies in the folder';
comment on column route_revision_files.folder_hash is
    'what the folder had on the node that made the revision; a node without a memory of its own compares with it';

do $$
declare
    name text;
begin
    foreach name in array array['route_contents', 'route_revisions', 'route_revision_files']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert on %I to serai_system', name);
    end loop;
end $$;
grant usage on sequence route_revisions_number_seq to serai_system;

-- Documents, their text and chunks, the jobs that work on them and the outbox that wakes workers.
-- Every table with an org_id is closed by forced row-level security: serai_app sees the org of its
-- transaction (set_config('serai.org', …, true)) and nothing when none is set; serai_system sees all.

grant usage on schema public to serai_app, serai_system;

create table documents (
    id            uuid primary key,
    org_id        text not null check (org_id <> ''),
    company_id    text,
    document_type text,
    file_name     text not null,
    media_type    text not null,
    size_bytes    bigint not null check (size_bytes > 0),
    sha256        text not null check (length(sha256) = 64),
    storage_key   text not null unique,
    copy          boolean not null default false,
    title         text,
    page_count    integer,
    version       integer not null default 1,
    status        text not null check (status in ('uploaded', 'processing', 'ready', 'failed')),
    error_code    text,
    error_cause   text,
    error_help    text,
    created_by    text not null,
    created_at    timestamptz not null default clock_timestamp(),
    updated_at    timestamptz not null default clock_timestamp(),
    unique (org_id, id)
);
comment on column documents.copy is 'uploaded with ?duplicate=true; exempt from one document per content and org';
comment on column documents.version is 'raised by each reprocessing; chunks and jobs belong to a version';
create unique index documents_content on documents (org_id, sha256) where not copy;
create index documents_newest on documents (org_id, created_at desc, id desc);
create index documents_changed on documents (updated_at);

create table jobs (
    id               uuid primary key,
    org_id           text not null,
    document_id      uuid not null,
    version          integer not null,
    kind             text not null check (kind in ('ingest', 'reprocess', 'regenerate')),
    stage            text not null check (stage in ('store', 'chunk', 'embed', 'index')),
    state            text not null check (state in ('waiting', 'active', 'completed', 'failed', 'dead-lettered', 'held')),
    priority         smallint not null default 0,
    attempt          integer not null default 0,
    stage_attempt    integer not null default 0,
    progress         real not null default 0,
    lease_until      timestamptz,
    worker           text,
    route_revision   text,
    error_code       text,
    error_message    text,
    next_attempt_at  timestamptz not null default clock_timestamp(),
    admitted_at      timestamptz,
    queued_at        timestamptz not null default clock_timestamp(),
    stage_started_at timestamptz,
    created_at       timestamptz not null default clock_timestamp(),
    updated_at       timestamptz not null default clock_timestamp(),
    finished_at      timestamptz,
    foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
comment on column jobs.attempt is 'the fence: raised by every claim; a write that carries an older number is refused';
comment on column jobs.queued_at is 'when the job last began to wait; setting it wakes the job';
comment on column jobs.stage_attempt is 'claims of the present stage; decides when retries are exhausted';
create unique index jobs_one_open on jobs (document_id) where state in ('waiting', 'active', 'held');
create index jobs_of_document on jobs (document_id, created_at);
create index jobs_lease on jobs (lease_until) where state = 'active';
create index jobs_waiting on jobs (admitted_at) where state = 'waiting';

create table job_stages (
    id            bigint generated always as identity primary key,
    job_id        uuid not null references jobs (id) on delete cascade,
    org_id        text not null,
    stage         text not null,
    attempt       integer not null,
    outcome       text not null check (outcome in ('done', 'retried', 'dead-lettered', 'expired')),
    error_code    text,
    error_message text,
    worker        text,
    route_revision text,
    queued_at     timestamptz not null,
    started_at    timestamptz not null,
    ended_at      timestamptz not null default clock_timestamp()
);
create index job_stages_of_job on job_stages (job_id, id);

create table outbox (
    id           bigint generated always as identity primary key,
    org_id       text not null,
    topic        text not null,
    message_key  text not null,
    payload      jsonb not null,
    job_id       uuid,
    priority     smallint not null default 0,
    available_at timestamptz not null default clock_timestamp(),
    created_at   timestamptz not null default clock_timestamp()
);
create index outbox_by_org on outbox (org_id, priority desc, id);
create index outbox_of_job on outbox (job_id);

create table dead_letter_jobs (
    id             uuid primary key default gen_random_uuid(),
    org_id         text not null,
    job_id         uuid not null,
    document_id    uuid not null,
    version        integer not null,
    stage          text not null,
    route_id       text not null,
    route_revision text,
    step_id        text,
    payload        jsonb not null,
    headers        jsonb not null,
    error_code     text not null,
    error_class    text not null,
    error_message  text not null,
    cause_chain    text not null,
    attempts       integer not null,
    fingerprint    text not null,
    first_failed_at timestamptz not null,
    failed_at      timestamptz not null default clock_timestamp(),
    replay_count   integer not null default 0,
    replayed_at    timestamptz,
    replayed_by    text,
    outcome        text
);
create index dead_letter_jobs_of_document on dead_letter_jobs (org_id, document_id);
create index dead_letter_jobs_open on dead_letter_jobs (failed_at) where outcome is null;

create table document_texts (
    document_id uuid not null,
    version     integer not null,
    org_id      text not null,
    text        text not null,
    primary key (document_id, version),
    foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);

create table document_chunks (
    document_id     uuid not null,
    version         integer not null,
    ordinal         integer not null,
    org_id          text not null,
    text            text not null,
    context         text not null,
    page            integer,
    start_offset    integer not null,
    end_offset      integer not null,
    headings        jsonb not null,
    tokens          integer not null,
    embedding       real[] check (array_length(embedding, 1) = 384),
    embedding_model text,
    primary key (document_id, version, ordinal),
    foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
comment on column document_chunks.context is 'title and heading path, indexed and embedded together with text';
comment on column document_chunks.embedding is '384 floats of unit length; castable to pgvector''s vector(384)';
create index document_chunks_pending on document_chunks (document_id, version, ordinal) where embedding is null;
create index document_chunks_of_org on document_chunks (org_id);

create table index_positions (
    org_id   text primary key,
    position bigint not null
);
comment on table index_positions is 'commit-safe counter: taken under row lock in the writing transaction, so positions of an org appear in commit order';

create table index_changes (
    org_id      text not null,
    position    bigint not null,
    document_id uuid not null,
    version     integer not null,
    kind        text not null check (kind in ('upsert', 'delete')),
    at          timestamptz not null default clock_timestamp(),
    primary key (org_id, position)
);

create table idempotency_keys (
    org_id       text not null,
    key          text not null,
    operation    text not null,
    request_hash text not null,
    status       integer not null,
    response     jsonb not null,
    created_at   timestamptz not null default clock_timestamp(),
    primary key (org_id, operation, key)
);

create table activity_log (
    id      bigint generated always as identity primary key,
    org_id  text not null,
    at      timestamptz not null default clock_timestamp(),
    actor   text not null,
    action  text not null,
    subject text not null,
    details jsonb not null default '{}'
);
create index activity_log_of_org on activity_log (org_id, at desc);

-- A waiting job always has its wake-up: written here, in the same transaction, whoever makes the job wait.
create function job_wakes() returns trigger language plpgsql as $$
begin
    insert into outbox (org_id, topic, message_key, payload, job_id, priority, available_at)
    values (new.org_id, 'serai.documents.' || new.stage, new.org_id || ':' || new.document_id,
            jsonb_build_object('v', 1, 'id', new.id, 'orgId', new.org_id, 'documentId', new.document_id,
                               'version', new.version, 'stage', new.stage, 'attempt', new.attempt,
                               'routeRevision', new.route_revision, 'at', clock_timestamp()),
            new.id, new.priority, new.next_attempt_at);
    return null;
end $$;
create trigger jobs_wake_inserted after insert on jobs
    for each row when (new.state = 'waiting') execute function job_wakes();
create trigger jobs_wake_updated after update on jobs
    for each row when (new.state = 'waiting' and old.queued_at <> new.queued_at)
    execute function job_wakes();

-- Every end of an attempt leaves a line in the job's history.
create function job_stage_ends() returns trigger language plpgsql as $$
begin
    insert into job_stages (job_id, org_id, stage, attempt, outcome, error_code, error_message, worker,
                            route_revision, queued_at, started_at)
    values (old.id, old.org_id, old.stage, old.stage_attempt,
            case when new.state = 'dead-lettered' then 'dead-lettered'
                 when new.error_code = 'SERAI-JOB-003' then 'expired'
                 when new.state = 'waiting' and new.stage = old.stage then 'retried'
                 else 'done' end,
            new.error_code, new.error_message, old.worker, old.route_revision, old.queued_at,
            coalesce(old.stage_started_at, old.queued_at));
    return null;
end $$;
create trigger jobs_stage_ends after update on jobs
    for each row when (old.state = 'active' and new.state <> 'active') execute function job_stage_ends();

create function next_index_position(org text) returns bigint language sql as $$
    insert into index_positions as p (org_id, position) values (org, 1)
    on conflict (org_id) do update set position = p.position + 1
    returning position
$$;

do $$
declare
    name text;
begin
    foreach name in array array['documents', 'jobs', 'job_stages', 'outbox', 'dead_letter_jobs', 'document_texts',
        'document_chunks', 'index_positions', 'index_changes', 'idempotency_keys', 'activity_log']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy own_org on %I to serai_app using (org_id = current_setting(''serai.org'', true)) '
            || 'with check (org_id = current_setting(''serai.org'', true))', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_app, serai_system', name);
    end loop;
end $$;
-- What happened stays written.
revoke update, delete on activity_log from serai_app, serai_system;

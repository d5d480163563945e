-- What the hub finds and mends in its own stores, how long rows are kept, and a login that may look.

create table reconcile_runs (
    id          uuid primary key default gen_random_uuid(),
    asked_by    text not null,
    asked_at    timestamptz not null default clock_timestamp(),
    state       text not null default 'asked' check (state in ('asked', 'running', 'done')),
    step        text,
    cursor      text,
    claim       integer not null default 0,
    worker      text,
    lease_until timestamptz,
    started_at  timestamptz,
    ended_at    timestamptz,
    counts      jsonb not null default '{}'
);
comment on column reconcile_runs.cursor is 'last key of the step that is done; a run whose node died goes on behind it';
comment on column reconcile_runs.claim is 'the fence: raised by every claim; progress that carries an older number is refused';
create unique index reconcile_runs_one_open on reconcile_runs ((true)) where state <> 'done';
create index reconcile_runs_newest on reconcile_runs (asked_at);

create table reconcile_findings (
    id          bigint generated always as identity primary key,
    code        text not null,
    org_id      text,
    subject     text not null,
    outcome     text not null check (outcome in ('healed', 'reported')),
    detail      text not null,
    times       integer not null default 1,
    first_seen  timestamptz not null default clock_timestamp(),
    last_seen   timestamptz not null default clock_timestamp(),
    resolved_at timestamptz
);
comment on column reconcile_findings.org_id is 'null for what belongs to no org, such as a topic';
comment on column reconcile_findings.resolved_at is 'when a later run no longer saw it';
create unique index reconcile_findings_open on reconcile_findings (code, subject) where resolved_at is null;

-- A finding seen again is the same row. Answers 1, so that callers can count.
create function note_finding(code text, org text, subject text, outcome text, detail text) returns integer
    language sql as $$
    insert into reconcile_findings as f (code, org_id, subject, outcome, detail)
    values (note_finding.code, org, note_finding.subject, note_finding.outcome, note_finding.detail)
    on conflict (code, subject) where resolved_at is null do update
        set outcome = excluded.outcome, detail = excluded.detail, times = f.times + 1, last_seen = clock_timestamp()
    returning 1
$$;

-- Positions below this one may lack deletions: an index that stands there starts its org again.
alter table index_positions add column pruned bigint not null default 0;
create index index_changes_of_document on index_changes (document_id, position desc);
-- The order in which an object store lists its keys.
create index documents_by_key on documents (storage_key collate "C");
create index idempotency_keys_by_age on idempotency_keys (created_at);
create index index_changes_by_age on index_changes (at);
create index activity_log_by_age on activity_log (at);
create index jobs_finished on jobs (finished_at) where state in ('completed', 'failed', 'dead-lettered');

-- The last word on vectors: whatever computes them, no NaN and no infinity is ever searched with.
alter table document_chunks add constraint document_chunks_embedding_finite check (
    embedding is null or (array_position(embedding, 'NaN'::real) is null
        and array_position(embedding, 'Infinity'::real) is null
        and array_position(embedding, '-Infinity'::real) is null));

-- How long the record of what happened is kept at least. Only the owner of the schema can change it.
create table retention_minimums (
    name  text primary key,
    least interval not null
);
insert into retention_minimums values ('activity_log', interval '365 days');

-- The one way in which lines of the activity log end: oldest first, never younger than the minimum, a batch at a time.
-- Runs as the owner of the schema, who may delete here and whom the policy below lets see the rows.
create function prune_activity_log(keep interval, batch integer) returns bigint
    language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    with gone as (
        delete from public.activity_log where id in (
            select id from public.activity_log
            where at < clock_timestamp() - greatest(keep,
                (select least from public.retention_minimums where name = 'activity_log'))
            order by at
            limit batch
            for update skip locked)
        returning 1
    )
    select count(*) from gone
$$;
revoke execute on function prune_activity_log(interval, integer) from public;
grant execute on function prune_activity_log(interval, integer) to serai_system;

do $$
declare
    name text;
begin
    execute format('create policy pruning on activity_log to %I using (true)', current_user);
    -- No org's login reads or writes these.
    foreach name in array array['reconcile_runs', 'reconcile_findings', 'retention_minimums'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
    end loop;
    execute format('create policy owner_sets on retention_minimums to %I using (true) with check (true)', current_user);
    grant select, insert, update, delete on reconcile_runs, reconcile_findings to serai_system;
    grant select on retention_minimums to serai_system;

    -- Members of this role run ops/checks: they see states, times and counts of all orgs, no names and no contents.
    if not exists (select from pg_roles where rolname = 'serai_reader') then
        create role serai_reader nologin;
    end if;
    grant usage on schema public to serai_reader;
    foreach name in array array['documents', 'jobs', 'job_stages', 'outbox', 'dead_letter_jobs', 'document_chunks',
        'index_positions', 'index_changes', 'activity_log', 'reconcile_findings'] loop
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
    grant select (id, org_id, version, status, error_code, created_at, updated_at) on documents to serai_reader;
    grant select (id, org_id, document_id, version, kind, stage, state, attempt, stage_attempt, lease_until, worker,
        error_code, next_attempt_at, admitted_at, queued_at, stage_started_at, created_at, updated_at, finished_at)
        on jobs to serai_reader;
    grant select on job_stages, index_positions, index_changes, reconcile_findings to serai_reader;
    grant select (id, org_id, topic, job_id, available_at, created_at) on outbox to serai_reader;
    grant select (id, org_id, job_id, document_id, stage, error_code, fingerprint, failed_at, outcome)
        on dead_letter_jobs to serai_reader;
    grant select (document_id, version, ordinal, org_id, embedding, embedding_model) on document_chunks to serai_reader;
    grant select (id, org_id, at, action, subject) on activity_log to serai_reader;
end $$;

-- Dead letters with everything needed to understand and replay them, replay runs, and the operators' audit log.

alter table dead_letter_jobs
    add column queue           text generated always as ('serai.documents.' || stage) stored,
    add column cause_class     text,
    add column dependency      text check (dependency in ('postgres', 'kafka', 's3', 'redis', 'embedding')),
    add column exception_class text,
    add column stack           text not null default '',
    add column attempt_times   jsonb not null default '[]',
    add column previous_id     uuid,
    add column healed_at       timestamptz;
update dead_letter_jobs
set exception_class = split_part(cause_chain, ' < ', 1),
    cause_class = case when error_code ~ '^SERAI-(DOC|TEXT)-' then 'bad_input'
                       when error_code in ('SERAI-JOB-002', 'SERAI-EMBED-001') then 'dependency_down'
                       else 'our_defect' end;
alter table dead_letter_jobs
    alter column cause_class set not null,
    alter column exception_class set not null,
    add constraint dead_letter_cause
        check (cause_class in ('bad_input', 'transient_exhausted', 'our_defect', 'dependency_down')),
    add constraint dead_letter_outcome
        check (outcome in ('replayed', 'healed', 'failed-again', 'document-deleted'));
comment on column dead_letter_jobs.error_class is 'class of the root cause; exception_class is the outermost';
comment on column dead_letter_jobs.stack is 'class names and frames; messages are left out because they may quote values';
comment on column dead_letter_jobs.previous_id is 'the dead letter of the same document before this one';
comment on column dead_letter_jobs.replay_count is 'replays of this message up to now, those of earlier dead letters included';
comment on column dead_letter_jobs.outcome is
    'null: open; replayed: under way again; healed: the document became ready; failed-again: a newer dead letter follows';
create index dead_letter_jobs_of_group on dead_letter_jobs (fingerprint, failed_at);
create index dead_letter_jobs_newest on dead_letter_jobs (failed_at desc, id desc);

-- Whoever completes a job heals what was dead of its document: a replay, a reprocessing, a statement typed by hand.
create function job_heals() returns trigger language plpgsql as $$
begin
    update dead_letter_jobs set outcome = 'healed', healed_at = clock_timestamp()
    where org_id = new.org_id and document_id = new.document_id and (outcome is null or outcome = 'replayed');
    return null;
end $$;
create trigger jobs_heal after update on jobs
    for each row when (new.state = 'completed' and old.state <> 'completed') execute function job_heals();

create function document_takes_letters() returns trigger language plpgsql as $$
begin
    update dead_letter_jobs set outcome = 'document-deleted'
    where org_id = old.org_id and document_id = old.id and (outcome is null or outcome = 'replayed');
    return null;
end $$;
create trigger documents_take_letters after delete on documents
    for each row execute function document_takes_letters();

-- What a replay would do with each dead letter: 'replayable', or why nothing is to be done, or why it cannot be done.
create view dead_letter_verdicts with (security_invoker = true) as
select l.id, l.job_id,
       case when l.outcome = 'healed' then 'healed'
            when d.id is null then 'document-deleted'
            when d.version > l.version then 'newer-version'
            when j.state = 'completed' then 'job-completed'
            when d.status = 'ready' then 'document-ready'
            when l.outcome = 'replayed' then 'replayed'
            when l.outcome is not null then 'failed-again'
            when j.id is null then 'job-missing'
            when j.state not in ('dead-lettered', 'failed') then 'job-open'
            when exists (select from jobs o
                         where o.document_id = l.document_id and o.state in ('waiting', 'active', 'held')) then 'job-open'
            else 'replayable' end as verdict
from dead_letter_jobs l
left join documents d on d.org_id = l.org_id and d.id = l.document_id
left join jobs j on j.id = l.job_id;
grant select on dead_letter_verdicts to serai_system;

-- Verdicts under which the work that died is done or no longer wanted.
create function is_healed(verdict text) returns boolean language sql immutable as $$
    select verdict in ('healed', 'document-deleted', 'newer-version', 'job-completed', 'document-ready')
$$;

create function verdict_text(verdict text) returns text language sql immutable as $$
    select case verdict
        when 'replayable' then 'It can be replayed'
        when 'healed' then 'The document became ready since'
        when 'document-deleted' then 'The document was deleted'
        when 'newer-version' then 'A newer version of the document was started'
        when 'job-completed' then 'The job was completed since'
        when 'document-ready' then 'The document is ready'
        when 'replayed' then 'It was replayed already and its job is under way'
        when 'failed-again' then 'Its document failed again; replay the newer dead letter'
        when 'job-missing' then 'Its job is gone; reprocess the document'
        when 'job-open' then 'A job is open on the document'
        else 'It changed while the run was under way' end
$$;

-- The dead letters that a filter selects. Keys that are absent select everything.
create function dead_letters_matching(filter jsonb) returns setof dead_letter_jobs language sql stable as $$
    select l.* from dead_letter_jobs l
    where (filter->>'org' is null or l.org_id = filter->>'org')
      and (filter->>'stage' is null or l.stage = filter->>'stage')
      and (filter->>'code' is null or l.error_code = filter->>'code')
      and (filter->>'causeClass' is null or l.cause_class = filter->>'causeClass')
      and (filter->>'fingerprint' is null or l.fingerprint = filter->>'fingerprint')
      and (filter->>'outcome' is null or coalesce(l.outcome, 'open') = filter->>'outcome')
      and (filter->>'since' is null or l.failed_at >= (filter->>'since')::timestamptz)
      and (filter->>'until' is null or l.failed_at < (filter->>'until')::timestamptz)
      and (filter->'ids' is null or l.id in (select i::uuid from jsonb_array_elements_text(filter->'ids') i))
      and (filter->>'q' is null
           or l.id::text = filter->>'q' or l.job_id::text = filter->>'q' or l.document_id::text = filter->>'q'
           or strpos(lower(l.error_class || ' ' || l.error_message), lower(filter->>'q')) > 0)
$$;

-- A dead letter as lists show it.
create function dead_letter_json(l dead_letter_jobs) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'id', l.id, 'org', l.org_id, 'jobId', l.job_id, 'documentId', l.document_id, 'version', l.version,
        'queue', l.queue, 'stage', l.stage, 'route', l.route_id, 'routeRevision', l.route_revision, 'step', l.step_id,
        'code', l.error_code, 'causeClass', l.cause_class, 'dependency', l.dependency, 'errorClass', l.error_class,
        'message', l.error_message, 'fingerprint', l.fingerprint, 'attempts', l.attempts,
        'firstFailedAt', l.first_failed_at, 'failedAt', l.failed_at, 'outcome', coalesce(l.outcome, 'open'),
        'replayCount', l.replay_count, 'replayedAt', l.replayed_at, 'replayedBy', l.replayed_by,
        'healedAt', l.healed_at, 'previousId', l.previous_id)
$$;

-- Why a replay may fail again, for these fingerprints or (null) all: a list of {code, text}, empty when nothing speaks against it.
create function dead_letter_warnings(fingerprints text[], recent interval, down text[])
returns table (fingerprint text, warnings jsonb) language sql stable as $$
    with groups as (
        select l.fingerprint, max(l.cause_class) as cause, max(l.failed_at) as last,
               count(*) filter (where l.failed_at > clock_timestamp() - recent) as lately,
               max(l.failed_at) filter (where p.replayed_at is not null) as after_replay,
               max(l.healed_at) as mended,
               array_agg(distinct l.dependency) filter (where l.outcome is null) as needs
        from dead_letter_jobs l
        left join dead_letter_jobs p on p.id = l.previous_id and p.fingerprint = l.fingerprint
        where fingerprints is null or l.fingerprint = any(fingerprints)
        group by l.fingerprint
    ), said as (
        select g.fingerprint, w.n, w.code, w.text
        from groups g cross join lateral (values
            (1, g.cause = 'bad_input', 'bad-input',
             'The file itself was refused, and a replay works on the same bytes'),
            (2, g.lately > 1, 'failed-again',
             format('It failed %s times in the last %s minutes, last at %s',
                    g.lately, round(extract(epoch from recent) / 60), to_char(g.last at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))),
            (3, g.after_replay is not null, 'failed-after-replay',
             format('It failed again after a replay, last at %s', to_char(g.after_replay at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
        ) w (n, holds, code, text)
        where w.holds and g.last > coalesce(g.mended, '-infinity')
        union all
        select g.fingerprint, 4, 'dependency-down', format('The server it needs does not answer now: %s', s)
        from groups g cross join lateral unnest(g.needs) s
        where s = any(down)
    )
    select said.fingerprint, jsonb_agg(jsonb_build_object('code', code, 'text', text) order by n, text)
    from said group by said.fingerprint
$$;

-- A plan becomes a run; a run takes its items at its rate and notes what became of each.
create table replay_runs (
    id              uuid primary key,
    state           text not null check (state in ('planned', 'running', 'done', 'stopped', 'cancelled')),
    restart         text not null check (restart in ('failed-stage', 'start')),
    filter          jsonb not null,
    rate_per_minute integer not null check (rate_per_minute > 0),
    stop_after      integer not null check (stop_after > 0),
    summary         jsonb not null,
    created_by      text not null,
    created_at      timestamptz not null default clock_timestamp(),
    started_by      text,
    started_at      timestamptz,
    cancelled_by    text,
    paced_until     timestamptz,
    ticked_at       timestamptz not null default '-infinity',
    finished_at     timestamptz,
    settled_at      timestamptz
);
comment on column replay_runs.stop_after is 'the run stops once so many of its messages died again';
comment on column replay_runs.paced_until is 'the moment up to which the rate is used; every item takes a slice of it';
create index replay_runs_newest on replay_runs (created_at desc, id desc);
comment on column replay_runs.settled_at is 'ended, and nothing of it is under way any more';
create index replay_runs_live on replay_runs (ticked_at) where settled_at is null and state <> 'planned';

create table replay_items (
    run_id    uuid not null references replay_runs (id) on delete cascade,
    n         integer not null,
    letter_id uuid not null,
    job_id    uuid not null,
    state     text not null default 'planned' check (state in ('planned', 'replayed', 'healed', 'failed', 'skipped')),
    why       text,
    primary key (run_id, n),
    unique (run_id, letter_id)
);
create index replay_items_planned on replay_items (run_id, n) where state = 'planned';
create index replay_items_under_way on replay_items (run_id) where state = 'replayed';

create function replay_progress(run uuid) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'done', count(*) filter (where state = 'healed'), 'failed', count(*) filter (where state = 'failed'),
        'skipped', count(*) filter (where state = 'skipped'), 'underWay', count(*) filter (where state = 'replayed'),
        'left', count(*) filter (where state = 'planned'),
        'skippedWhy', (select coalesce(jsonb_object_agg(why, n), '{}')
                       from (select why, count(*) as n from replay_items
                             where run_id = run and state = 'skipped' group by why) w),
        'failedLetters', (select coalesce(jsonb_agg(letter_id), '[]')
                          from (select letter_id from replay_items
                                where run_id = run and state = 'failed' order by n limit 20) f))
    from replay_items where run_id = run
$$;

-- What operators did. Rows are only added, by the function below alone; each is chained to the one before by its hash.
create table operator_audit_log (
    seq       bigint primary key,
    at        timestamptz not null,
    actor     text not null,
    action    text not null,
    subject   text not null,
    details   jsonb not null,
    prev_hash text not null,
    hash      text not null
);
create index operator_audit_log_by_actor on operator_audit_log (actor, seq desc);
create index operator_audit_log_by_subject on operator_audit_log (subject, seq desc);
create table operator_audit_head (
    only_row boolean primary key default true check (only_row),
    seq      bigint not null,
    hash     text not null
);
comment on table operator_audit_head is 'the last row''s hash: its lock puts appends in order, and it betrays rows cut off at the end';
insert into operator_audit_head (seq, hash) values (0, repeat('0', 64));

create function operator_audit_append(actor text, action text, subject text, details jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    head operator_audit_head;
    moment timestamptz;
    chained text;
begin
    select * into strict head from operator_audit_head for update;
    moment := clock_timestamp();
    chained := encode(sha256(convert_to(jsonb_build_array(
        head.seq + 1, to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, action, subject,
        details, head.hash)::text, 'UTF8')), 'hex');
    insert into operator_audit_log (seq, at, actor, action, subject, details, prev_hash, hash)
    values (head.seq + 1, moment, actor, action, subject, details, head.hash, chained);
    update operator_audit_head set seq = head.seq + 1, hash = chained;
    return head.seq + 1;
end $$;
revoke execute on function operator_audit_append from public;
grant execute on function operator_audit_append to serai_system;

create function operator_audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'operator_audit_log is append-only; % is refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger operator_audit_append_only before update or delete or truncate on operator_audit_log
    for each statement execute function operator_audit_refuse();
create trigger operator_audit_head_stays before delete or truncate on operator_audit_head
    for each statement execute function operator_audit_refuse();

do $$
declare
    name text;
begin
    foreach name in array array['replay_runs', 'replay_items', 'operator_audit_log', 'operator_audit_head']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
    end loop;
end $$;
-- The appending function works as the owner, whom forced row security would otherwise stop too.
create policy appended on operator_audit_log to current_user using (true) with check (true);
create policy moved on operator_audit_head to current_user using (true) with check (true);
grant select, insert, update, delete on replay_runs, replay_items to serai_system;
grant select on operator_audit_log, operator_audit_head to serai_system;

-- What a schedule has fired for whom, what orgs wish otherwise, and every mail that the hub sends or means to send.

create table schedule_settings (
    org_id     text not null check (org_id <> ''),
    job        text not null check (job ~ '^[a-z][a-z0-9-]{0,62}$'),
    enabled    boolean not null default true,
    cron       text,
    zone       text,
    updated_by text not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (org_id, job)
);
comment on table schedule_settings is 'what an org wishes otherwise than config/schedules.yaml says; null: as it says there';
comment on column schedule_settings.cron is 'Unix, five fields';
comment on column schedule_settings.zone is 'a name of the IANA time zone database';

create table schedule_firings (
    id            bigint generated always as identity primary key,
    job           text not null,
    scope         text not null default '',
    scheduled_for timestamptz not null,
    trigger       text not null check (trigger in ('tick', 'http', 'operator')),
    state         text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'missed')),
    attempt       integer not null default 0,
    available_at  timestamptz not null default clock_timestamp(),
    node          text,
    created       integer,
    duplicate     integer,
    error_code    text,
    error_message text,
    made_at       timestamptz not null default clock_timestamp(),
    started_at    timestamptz,
    ended_at      timestamptz,
    unique (job, scheduled_for, scope)
);
comment on table schedule_firings is 'one row is one firing: whoever brings the same slot again finds it here';
comment on column schedule_firings.scope is 'the org; empty: the hub';
comment on column schedule_firings.attempt is 'the fence: raised by every claim; a commit that carries an older number is refused';
comment on column schedule_firings.created is 'effects that this firing made; duplicate: those that were there';
comment on column schedule_firings.state is 'missed: nobody was there in time and the job''s misfire rule says that it is too late';
create index schedule_firings_due on schedule_firings (available_at) where state in ('waiting', 'running');
create index schedule_firings_newest on schedule_firings (job, scope, scheduled_for desc);

create table email_logs (
    id             bigint generated always as identity primary key,
    org_id         text,
    mail_key       text not null unique check (length(mail_key) between 1 and 300),
    template       text not null,
    recipient      text not null check (length(recipient) between 3 and 320),
    recipient_name text not null default '',
    variables      jsonb not null default '{}',
    state          text not null default 'waiting'
        check (state in ('waiting', 'sending', 'sent', 'unknown', 'failed', 'suppressed', 'bounced', 'complained')),
    attempt        integer not null default 0,
    available_at   timestamptz not null default clock_timestamp(),
    provider       text,
    provider_id    text,
    error_code     text,
    error_message  text,
    created_at     timestamptz not null default clock_timestamp(),
    sent_at        timestamptz,
    updated_at     timestamptz not null default clock_timestamp()
);
comment on table email_logs is 'every mail, from the wish to its end; a mail is sent by inserting its row';
comment on column email_logs.mail_key is
    'what makes it one mail, such as reminder:<session>:<slot>: inserting it again (on conflict do nothing) changes nothing';
comment on column email_logs.org_id is 'null: a mail of the hub to its operators';
comment on column email_logs.state is
    'sending: an attempt is under way; unknown: its answer was lost, it is not sent again by itself; failed: given up; '
    'suppressed: the address has bounced or complained before';
create index email_logs_due on email_logs (available_at, id) where state in ('waiting', 'sending');
create index email_logs_of_org on email_logs (org_id, id desc);
create index email_logs_of_recipient on email_logs (lower(recipient), id desc);
create index email_logs_provider on email_logs (provider_id) where provider_id is not null;

do $$
declare
    name text;
begin
    foreach name in array array['schedule_settings', 'email_logs']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy own_org on %I to serai_app using (org_id = current_setting(''serai.org'', true)) '
            || 'with check (org_id = current_setting(''serai.org'', true))', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
grant select, insert, update (enabled, cron, zone, updated_by, updated_at), delete on schedule_settings to serai_app, serai_system;
grant select, insert, update, delete on schedule_firings to serai_system;
grant select on email_logs to serai_app;
grant select, insert, update, delete on email_logs to serai_system;
grant select on schedule_settings, schedule_firings to serai_reader;
grant select (id, org_id, template, state, attempt, available_at, provider, error_code, created_at, sent_at, updated_at)
    on email_logs to serai_reader;

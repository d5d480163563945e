-- Attempts at mails, addresses that get none any more, and what the provider told later of mails that it had taken.

alter table email_logs add column failures integer not null default 0;
comment on column email_logs.attempt is 'the fence: raised by every claim; what carries an older number is not noted';
comment on column email_logs.failures is 'attempts that were refused for the time being';
comment on column email_logs.available_at is
    'waiting: when it may be claimed, a claim moves it behind its lease; sending: when its answer counts as lost';
create index email_logs_open on email_logs (state, updated_at) where state in ('failed', 'unknown');

create table email_attempts (
    mail_id       bigint not null references email_logs (id) on delete cascade,
    attempt       integer not null,
    org_id        text,
    provider      text not null,
    node          text not null,
    outcome       text not null default 'sending' check (outcome in ('sending', 'sent', 'retry', 'failed', 'unknown')),
    error_code    text,
    error_message text,
    begun_at      timestamptz not null default clock_timestamp(),
    ended_at      timestamptz,
    primary key (mail_id, attempt)
);
comment on table email_attempts is 'a row stands here before the provider is called';

create table mail_suppressions (
    address    text primary key check (address = lower(address) and length(address) between 3 and 320),
    reason     text not null check (reason in ('bounced', 'complained')),
    mail_id    bigint,
    details    text not null default '',
    created_at timestamptz not null default clock_timestamp()
);
comment on table mail_suppressions is
    'addresses that mails are not sent to, whichever org they are of: the provider judges the sender as a whole';

create table mail_feedback (
    provider_id text not null,
    address     text not null,
    kind        text not null check (kind in ('delivered', 'bounced', 'complained')),
    permanent   boolean not null,
    mail_id     bigint,
    details     text not null default '',
    applied     boolean not null default false,
    at          timestamptz not null default clock_timestamp(),
    primary key (provider_id, address, kind)
);
comment on column mail_feedback.mail_id is 'as the mail''s own header says; null: the event did not show it';
comment on column mail_feedback.applied is 'false: the mail''s row does not know yet what the provider called it';
create index mail_feedback_open on mail_feedback (at) where not applied;

create table mail_topics (
    topic         text primary key,
    subscribe_url text not null,
    state         text not null default 'waiting' check (state in ('waiting', 'confirmed', 'failed')),
    attempt       integer not null default 0,
    available_at  timestamptz not null default clock_timestamp(),
    error         text,
    updated_at    timestamptz not null default clock_timestamp()
);
comment on table mail_topics is 'topics that asked to be confirmed before they send feedback; only configured ones come here';

do $$
declare
    name text;
begin
    foreach name in array array['email_attempts', 'mail_suppressions', 'mail_feedback', 'mail_topics']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
create policy own_org on email_attempts for select to serai_app using (org_id = current_setting('serai.org', true));
grant select on email_attempts to serai_app;
grant select (mail_id, attempt, org_id, provider, node, outcome, error_code, begun_at, ended_at) on email_attempts to serai_reader;
grant select (reason, mail_id, created_at) on mail_suppressions to serai_reader;
grant select (kind, permanent, applied, at) on mail_feedback to serai_reader;
grant select (topic, state, attempt, available_at, updated_at) on mail_topics to serai_reader;

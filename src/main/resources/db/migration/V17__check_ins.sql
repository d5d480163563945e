-- Departments, members as Clerk tells of them, and their check-ins: one session for each member and local day.

create table departments (
    id         uuid primary key default gen_random_uuid(),
    org_id     text not null check (org_id <> ''),
    name       text not null check (length(name) between 1 and 100),
    created_by text not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    unique (org_id, id)
);
create unique index departments_name on departments (org_id, lower(name));

create table members (
    org_id        text not null check (org_id <> ''),
    user_id       text not null check (user_id <> ''),
    role          text not null default '',
    email         text check (length(email) between 3 and 320),
    first_name    text not null default '',
    last_name     text not null default '',
    ended_at      timestamptz,
    department_id uuid,
    created_at    timestamptz not null default clock_timestamp(),
    updated_at    timestamptz not null default clock_timestamp(),
    primary key (org_id, user_id),
    foreign key (org_id, department_id) references departments (org_id, id)
);
comment on table members is 'computed from provider_objects by the view members_told; only department_id is the hub''s own';
comment on column members.email is 'null: Clerk has not verified it, or it is no address';
comment on column members.ended_at is 'null: a member; else since when not';
create index members_active on members (org_id, user_id) where ended_at is null;
create index members_of_department on members (org_id, department_id) where department_id is not null;
create index members_ended on members (ended_at) where ended_at is not null;

create table checkin_settings (
    org_id        text primary key check (org_id <> ''),
    enabled       boolean not null,
    weekdays      smallint[] not null check (cardinality(weekdays) between 1 and 7 and weekdays <@ '{1,2,3,4,5,6,7}'),
    every_weeks   smallint not null check (every_weeks between 1 and 4),
    department_id uuid,
    reminders     boolean not null,
    expire_days   smallint not null check (expire_days between 1 and 30),
    version       bigint not null default 1,
    updated_by    text not null,
    updated_at    timestamptz not null default clock_timestamp(),
    foreign key (org_id, department_id) references departments (org_id, id)
);
comment on table checkin_settings is 'orgs without a row have the defaults of serai.checkins in the configuration';
comment on column checkin_settings.weekdays is '1 is Monday';
comment on column checkin_settings.every_weeks is '2: every second week, counted from the Monday 1970-01-05';
comment on column checkin_settings.department_id is 'who checks in; null: the whole org';
comment on column checkin_settings.expire_days is 'days for which a new session stays open';

create table checkin_sessions (
    id            uuid primary key default gen_random_uuid(),
    org_id        text not null,
    member_id     text not null,
    local_date    date not null,
    scheduled_for timestamptz not null,
    zone          text not null,
    expires_on    date not null,
    state         text not null default 'pending' check (state in ('pending', 'completed', 'expired', 'skipped')),
    completed_at  timestamptz,
    settled_by    text,
    created_at    timestamptz not null default clock_timestamp(),
    updated_at    timestamptz not null default clock_timestamp(),
    unique (org_id, member_id, local_date),
    foreign key (org_id, member_id) references members (org_id, user_id),
    check ((state = 'completed') = (completed_at is not null))
);
comment on column checkin_sessions.local_date is 'the period: a member has one session a day, however many slots the day has';
comment on column checkin_sessions.expires_on is 'the first local day on which it is no longer open';
comment on column checkin_sessions.settled_by is 'who completed or skipped it; null: nobody yet, or the hub';
create index checkin_sessions_of_day on checkin_sessions (local_date, id);
create index checkin_sessions_pending on checkin_sessions (org_id, member_id, local_date desc) where state = 'pending';
create index checkin_sessions_by_age on checkin_sessions (scheduled_for);

-- What Clerk's objects say about each member, whichever order they came in. Asked by user: what two events change at once
-- always has a user in common, whose lock both hold.
create view members_told with (security_invoker = true) as
select m.org_id, m.owner as user_id,
       coalesce((array_agg(m.state ->> 'role' order by m.terminal, m.event_at desc, m.event_rank desc, m.event_id desc))[1], '')
           as role,
       case when u.state ->> 'verified' = 'true' and length(u.state ->> 'email') <= 320
                 and u.state ->> 'email' ~ '^[^[:space:][:cntrl:]@]+@[^[:space:][:cntrl:]@]+$'
            then u.state ->> 'email' end as email,
       left(coalesce(u.state ->> 'first_name', ''), 200) as first_name,
       left(coalesce(u.state ->> 'last_name', ''), 200) as last_name,
       to_timestamp(least(case when bool_and(m.terminal) then max(m.event_at) end,
                          case when u.terminal then u.event_at end) / 1000.0) as ended_at
from provider_objects m
left join provider_objects u on u.provider = 'clerk' and u.kind = 'user' and u.object_id = m.owner
where m.provider = 'clerk' and m.kind = 'membership' and m.org_id is not null and m.owner <> ''
group by m.org_id, m.owner, u.state, u.terminal, u.event_at;
grant select on members_told to serai_system;

-- The owner of the schema is not always above row security.
alter table provider_objects no force row level security;
insert into members (org_id, user_id, role, email, first_name, last_name, ended_at)
select org_id, user_id, role, email, first_name, last_name, ended_at from members_told;
alter table provider_objects force row level security;

do $$
declare
    name text;
begin
    foreach name in array array['departments', 'members', 'checkin_settings', 'checkin_sessions']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy own_org on %I to serai_app using (org_id = current_setting(''serai.org'', true)) '
            || 'with check (org_id = current_setting(''serai.org'', true))', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
grant select, insert, delete, update (name, updated_at) on departments to serai_app;
grant select, update (department_id, updated_at) on members to serai_app;
grant select, insert, update (enabled, weekdays, every_weeks, department_id, reminders, expire_days, version, updated_by,
                              updated_at) on checkin_settings to serai_app;
grant select, update (state, completed_at, settled_by, updated_at) on checkin_sessions to serai_app;
grant select (id, org_id, created_at) on departments to serai_reader;
grant select (org_id, department_id, ended_at, created_at, updated_at) on members to serai_reader;
grant select on checkin_settings to serai_reader;
grant select (id, org_id, local_date, scheduled_for, zone, expires_on, state, completed_at, created_at, updated_at)
    on checkin_sessions to serai_reader;

-- How an org checks in: what it has chosen, else the given defaults, by the names of the columns.
create function checkin_settings_of(org text, defaults jsonb) returns checkin_settings language sql stable as $$
    select jsonb_populate_record(null::checkin_settings, defaults || coalesce(
        (select to_jsonb(s) from checkin_settings s where s.org_id = org), jsonb_build_object('org_id', org, 'version', 0)))
$$;

-- As the API shows them.
create function checkin_settings_json(s checkin_settings) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'org', s.org_id, 'source', case when s.version = 0 then 'default' else 'org' end, 'version', s.version,
        'enabled', s.enabled, 'weekdays', s.weekdays, 'everyWeeks', s.every_weeks, 'departmentId', s.department_id,
        'reminders', s.reminders, 'expireDays', s.expire_days, 'updatedBy', s.updated_by, 'updatedAt', s.updated_at)
$$;
create function checkin_session_json(s checkin_sessions) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'sessionId', s.id, 'orgId', s.org_id, 'memberId', s.member_id, 'date', s.local_date, 'zone', s.zone,
        'scheduledFor', s.scheduled_for, 'expiresOn', s.expires_on, 'state', s.state, 'completedAt', s.completed_at,
        'settledBy', s.settled_by)
$$;

-- Told once, in the transaction in which a member completes it.
create function checkin_publishes() returns trigger language plpgsql as $$
begin
    perform outbound_publish(new.org_id, 'checkin.completed', new.id::text, checkin_session_json(new));
    return null;
end $$;
create trigger checkin_sessions_publish after update on checkin_sessions
    for each row when (new.state = 'completed' and old.state <> 'completed') execute function checkin_publishes();

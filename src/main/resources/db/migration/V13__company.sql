-- What an org has chosen for itself, and what its people have agreed to.

create table company_settings (
    org_id                    text primary key check (org_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    cap_table_enabled         boolean,
    features                  jsonb not null default '{}'
        check (jsonb_typeof(features) = 'object' and not jsonb_path_exists(features, '$.* ? (@.type() != "boolean")')),
    allow_free_text_sentiment boolean,
    allow_translation         boolean,
    data_retention_days       integer check (data_retention_days between 30 and 3650),
    employee_can_mark_private boolean,
    privacy_notice_enabled    boolean,
    privacy_notice_text       text check (length(privacy_notice_text) <= 4000),
    version                   bigint not null default 1,
    changes                   jsonb not null default '{}',
    created_at                timestamptz not null default clock_timestamp(),
    updated_at                timestamptz not null default clock_timestamp()
);
comment on table company_settings is
    'null: the hub''s default, serai.features and serai.company in the configuration; an org without a row has all defaults';
comment on column company_settings.features is 'features beside the cap table that the org has on or off, by name';
comment on column company_settings.version is 'raised by every change, whoever makes it; the entity tag of the API';
comment on column company_settings.changes is 'who changed each setting last, and when';

-- What the org has chosen, by the names of the API; what it left to the hub is not in it.
create function company_values(s company_settings) returns jsonb language sql stable as $$
    select jsonb_strip_nulls(jsonb_build_object(
               'cap_table_enabled', s.cap_table_enabled,
               'allow_free_text_sentiment', s.allow_free_text_sentiment,
               'allow_translation', s.allow_translation,
               'data_retention_days', s.data_retention_days,
               'employee_can_mark_private', s.employee_can_mark_private,
               'privacy_notice_enabled', s.privacy_notice_enabled,
               'privacy_notice_text', s.privacy_notice_text))
           || coalesce((select jsonb_object_agg(key || '_enabled', value) from jsonb_each(s.features)
                       where jsonb_typeof(s.features) = 'object'), '{}')
$$;

-- A change is versioned and logged whoever makes it: the API, or an UPDATE typed by hand. One that changes nothing is none.
create function company_settings_change() returns trigger language plpgsql as $$
declare
    before jsonb := '{}';
    after  jsonb := company_values(new);
    actor  text := coalesce(nullif(current_setting('serai.actor', true), ''), 'sql:' || session_user);
    moment timestamptz := clock_timestamp();
    keys   text[];
begin
    if tg_op = 'UPDATE' then
        before := company_values(old);
    end if;
    select array_agg(key) into keys from jsonb_object_keys(before || after) key
    where before -> key is distinct from after -> key;
    if keys is null then
        -- Features that are no object are for the constraint to refuse.
        return case when tg_op = 'INSERT' or jsonb_typeof(new.features) <> 'object' then new end;
    end if;
    if tg_op = 'UPDATE' then
        new.version := old.version + 1;
    end if;
    new.updated_at := moment;
    new.changes := new.changes || (select jsonb_object_agg(key, jsonb_build_object('at', moment, 'by', actor))
                                   from unnest(keys) key);
    insert into activity_log (org_id, actor, action, subject, details)
    select new.org_id, actor, 'company.settings', new.org_id, jsonb_build_object(
        'version', new.version,
        'before', jsonb_object_agg(key, before -> key),
        'after', jsonb_object_agg(key, after -> key))
    from unnest(keys) key;
    return new;
end $$;
create trigger company_settings_change before insert or update on company_settings
    for each row execute function company_settings_change();

-- Orgs that are there already get their row, so that an UPDATE typed by hand meets it; others at their first question.
insert into company_settings (org_id)
select distinct org_id from documents where org_id ~ '^[A-Za-z0-9_-]{1,64}$';

create table user_consents (
    id           bigint generated always as identity primary key,
    org_id       text not null check (org_id <> ''),
    user_id      text not null check (length(user_id) between 1 and 255),
    kind         text not null check (kind ~ '^[a-z][a-z0-9_]{0,49}$'),
    version      text not null check (length(version) between 1 and 40),
    given_at     timestamptz not null default clock_timestamp(),
    withdrawn_at timestamptz check (withdrawn_at >= given_at)
);
comment on table user_consents is 'a consent is given by a row and ended by withdrawn_at; rows stay, as the proof of both';
comment on column user_consents.version is 'of the text that was agreed to';
create unique index user_consents_open on user_consents (org_id, user_id, kind, version) where withdrawn_at is null;
create index user_consents_of_user on user_consents (org_id, user_id, id desc);

create function user_consents_stay() returns trigger language plpgsql as $$
begin
    if old.withdrawn_at is not null
       or (old.org_id, old.user_id, old.kind, old.version, old.given_at)
          is distinct from (new.org_id, new.user_id, new.kind, new.version, new.given_at) then
        raise exception 'user_consents: only an open consent can be withdrawn; the rest stays as it is'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger user_consents_stay before update on user_consents for each row execute function user_consents_stay();

-- Whether a person of the org agrees now, to any version of the text. Stages ask it before they work on what people said.
create function has_consent(org text, usr text, wanted text) returns boolean language sql stable as $$
    select exists (select from user_consents
                   where org_id = org and user_id = usr and kind = wanted and withdrawn_at is null)
$$;

do $$
declare
    name text;
begin
    foreach name in array array['company_settings', 'user_consents']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy own_org on %I to serai_app using (org_id = current_setting(''serai.org'', true)) '
            || 'with check (org_id = current_setting(''serai.org'', true))', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
grant select, insert, update (cap_table_enabled, features, allow_free_text_sentiment, allow_translation,
                              data_retention_days, employee_can_mark_private, privacy_notice_enabled,
                              privacy_notice_text) on company_settings to serai_app, serai_system;
grant select, insert, update (withdrawn_at) on user_consents to serai_app, serai_system;
grant select on company_settings, user_consents to serai_reader;

-- The privacy settings under the name that operators know them by. A table of that name has precedence.
do $$
begin
    if to_regclass('organizations') is null then
        create view organizations with (security_invoker = true) as
        select org_id as id, org_id as name, allow_free_text_sentiment, allow_translation, data_retention_days,
               employee_can_mark_private, privacy_notice_enabled, privacy_notice_text
        from company_settings;
        grant select on organizations to serai_system, serai_reader;
    end if;
end $$;

-- What operators must see to: alerts with their life, what is told of it and to whom. The hub's: customers see none.

create table alerts (
    id              bigint generated always as identity primary key,
    source          text not null check (source ~ '^[a-z][a-z0-9._-]{0,62}$'),
    org_id          text not null default '',
    alert_key       text not null check (length(alert_key) between 1 and 300),
    severity        text not null check (severity in ('P0', 'P1', 'P2', 'P3')),
    title           text not null check (length(title) between 1 and 200),
    text            text not null default '' check (length(text) <= 4000),
    details         jsonb not null default '{}',
    runbook         text,
    muted           text[] not null default '{}',
    state           text not null default 'open' check (state in ('open', 'acknowledged', 'resolved')),
    count           bigint not null default 1,
    opened_by       text not null,
    since           timestamptz not null default clock_timestamp(),
    last_seen       timestamptz not null default clock_timestamp(),
    told_at         timestamptz not null default clock_timestamp(),
    flapping        boolean not null default false,
    cleared_at      timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz,
    resolved_by     text,
    resolved_at     timestamptz,
    note            text,
    former_id       bigint references alerts (id) on delete set null
);
comment on table alerts is 'one row is one alert from its opening to its resolution';
comment on column alerts.org_id is 'whom it concerns; empty: the hub';
comment on column alerts.muted is 'channels that are not told of it, such as the one that it is about';
comment on column alerts.count is 'how often the cause was seen';
comment on column alerts.told_at is 'when channels were last told that it is open; from then its repetition counts';
comment on column alerts.flapping is 'it came and went too often: it stays open until its cause stays away';
comment on column alerts.cleared_at is 'of a flapping one: since when its cause is gone';
comment on column alerts.former_id is 'the alert of the same cause that was resolved before';
create unique index alerts_live on alerts (source, org_id, alert_key) where state <> 'resolved';
create index alerts_of_cause on alerts (source, org_id, alert_key, id desc);
create index alerts_resolved on alerts (resolved_at) where state = 'resolved';
create index alerts_former on alerts (former_id) where former_id is not null;

create table alert_events (
    id       bigint generated always as identity primary key,
    alert_id bigint not null references alerts (id) on delete cascade,
    kind     text not null check (kind in ('opened', 'escalated', 'repeated', 'acknowledged', 'resolved', 'reopened',
                                           'flapping', 'calm', 'test')),
    actor    text not null,
    note     text not null default '',
    at       timestamptz not null default clock_timestamp()
);
comment on table alert_events is 'append only; goes with its alert';
create index alert_events_of_alert on alert_events (alert_id, id);

-- Which alert tells of which notice.
create table alert_notices (
    notice_id bigint primary key references notices (id) on delete cascade,
    alert_id  bigint not null references alerts (id) on delete cascade
);
create index alert_notices_of_alert on alert_notices (alert_id);

-- Since when a watched condition holds.
create table alert_watches (
    condition text not null,
    watch_key text not null,
    since     timestamptz not null default clock_timestamp(),
    value     double precision not null,
    primary key (condition, watch_key)
);

-- Events whose deliveries are not planned yet: written here, in the same transaction, whoever makes the event.
create table alert_outbox (
    event_id bigint primary key references alert_events (id) on delete cascade
);
create function alert_event_wakes() returns trigger language plpgsql as $$
begin
    -- A test tells its channels itself.
    insert into alert_outbox (event_id) select new.id from alerts where id = new.alert_id and source <> 'alert-test';
    return null;
end $$;
create trigger alert_events_wake after insert on alert_events
    for each row when (new.kind not in ('flapping', 'calm', 'test')) execute function alert_event_wakes();

create table alert_deliveries (
    id            bigint generated always as identity primary key,
    event_id      bigint not null references alert_events (id) on delete cascade,
    alert_id      bigint not null references alerts (id) on delete cascade,
    channel       text not null check (channel in ('mail', 'digest', 'slack', 'pagerduty')),
    telling       boolean not null,
    state         text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'failed', 'summarised')),
    attempt       integer not null default 0,
    available_at  timestamptz not null default clock_timestamp(),
    status        integer,
    error_code    text,
    error_message text,
    created_at    timestamptz not null default clock_timestamp(),
    ended_at      timestamptz,
    unique (event_id, channel)
);
comment on table alert_deliveries is 'one row is what one channel is told of one event, once';
comment on column alert_deliveries.telling is 'that an alert is open, not that it is seen to or over';
comment on column alert_deliveries.attempt is 'the fence: raised by every claim; an end that carries an older number is refused';
comment on column alert_deliveries.available_at is 'when it may be claimed; a claim moves it behind its lease';
comment on column alert_deliveries.state is 'summarised: one of too many at once, told of by the alert alert-storm';
create index alert_deliveries_due on alert_deliveries (available_at, id) where state in ('waiting', 'sending');
create index alert_deliveries_of_alert on alert_deliveries (alert_id, channel, id);
create index alert_deliveries_recent on alert_deliveries (created_at);

-- All that a channel may want to tell of an event.
create view alert_messages with (security_invoker = true) as
select d.id as "deliveryId", d.channel as "channel", e.id as "eventId", e.kind as "kind", e.actor as "actor", e.note as "note",
       to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "at",
       a.id as "alertId", a.source as "source", a.org_id as "org", a.alert_key as "key", a.severity as "severity",
       a.title as "title", a.text as "text", coalesce(a.runbook, '') as "runbook", a.count as "count",
       to_char(a.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "since"
from alert_deliveries d join alert_events e on e.id = d.event_id join alerts a on a.id = d.alert_id;
grant select on alert_messages to serai_system;

-- Sees a cause: opens an alert, or finds the open one. A cause that came and went too often is held open.
create function alert_raise(of_source text, of_org text, of_key text, of_severity text, of_title text, of_text text,
                            of_details jsonb, of_runbook text, of_muted text[], actor text,
                            flaps integer, flap_seconds double precision)
    returns table (alert bigint, duplicate boolean) language plpgsql as $$
declare
    live alerts%rowtype;
    opened bigint;
    former bigint;
    often boolean;
begin
    perform pg_advisory_xact_lock(hashtextextended('alert ' || of_source || ' ' || of_org || ' ' || of_key, 0));
    update alerts a
    set count = a.count + 1, last_seen = clock_timestamp(), cleared_at = null, text = of_text,
        details = of_details, severity = least(a.severity, of_severity),
        told_at = case when of_severity < a.severity then clock_timestamp() else a.told_at end
    from alerts was
    where was.id = a.id and a.source = of_source and a.org_id = of_org and a.alert_key = of_key and a.state <> 'resolved'
    returning was.* into live;
    if found then
        if of_severity < live.severity then
            insert into alert_events (alert_id, kind, actor, note)
            values (live.id, 'escalated', actor, live.severity || ' to ' || of_severity);
        end if;
        return query select live.id, true;
        return;
    end if;
    select max(a.id), count(*) filter (where a.since > clock_timestamp() - make_interval(secs => flap_seconds)) + 1 >= flaps
    into former, often
    from alerts a where a.source = of_source and a.org_id = of_org and a.alert_key = of_key;
    insert into alerts (source, org_id, alert_key, severity, title, text, details, runbook, muted, opened_by, former_id, flapping)
    values (of_source, of_org, of_key, of_severity, of_title, of_text, of_details, of_runbook, of_muted, actor, former, often)
    returning id into opened;
    insert into alert_events (alert_id, kind, actor, note)
    values (opened, 'opened', actor, case when often then 'it comes and goes; it stays open until it stays away' else '' end);
    if often then
        insert into alert_events (alert_id, kind, actor) values (opened, 'flapping', actor);
    end if;
    return query select opened, false;
end $$;

-- Its cause is gone: resolved, or of a flapping one the begin of calm.
create function alert_clear(of_alert bigint, actor text, why text) returns boolean language plpgsql as $$
declare
    cleared alerts%rowtype;
begin
    update alerts a
    set state = case when a.flapping then a.state else 'resolved' end,
        cleared_at = coalesce(a.cleared_at, clock_timestamp()),
        resolved_by = case when a.flapping then a.resolved_by else actor end,
        resolved_at = case when a.flapping then a.resolved_at else clock_timestamp() end
    where a.id = of_alert and a.state <> 'resolved' and (not a.flapping or a.cleared_at is null)
    returning a.* into cleared;
    if found then
        insert into alert_events (alert_id, kind, actor, note)
        values (of_alert, case when cleared.flapping then 'calm' else 'resolved' end, actor, why);
    end if;
    return found;
end $$;

do $$
declare
    name text;
begin
    foreach name in array array['alerts', 'alert_events', 'alert_notices', 'alert_watches', 'alert_outbox', 'alert_deliveries']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
-- What happened stays written; it goes with its alert.
revoke update, delete on alert_events from serai_system;

-- ops/checks/check_alerts.sql asks these; texts stay closed.
grant select (id, source, alert_key, severity, state, count, since, last_seen, told_at, flapping, acknowledged_at, resolved_at)
    on alerts to serai_reader;
grant select (id, alert_id, channel, state, attempt, available_at, status, error_code, created_at, ended_at)
    on alert_deliveries to serai_reader;
grant select (id, alert_id, kind, at) on alert_events to serai_reader;
grant select on alert_watches, alert_outbox to serai_reader;

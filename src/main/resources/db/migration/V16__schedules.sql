-- Since when a job is known for whom, up to when its slots were computed, what is paused, and Quartz's own tables.

alter table schedule_firings add column zone text not null default 'UTC';
comment on column schedule_firings.zone is 'in which the slot was computed';
create index schedule_firings_page on schedule_firings (job, id desc);
create index schedule_firings_not_well on schedule_firings (job, scheduled_for) where state in ('failed', 'missed');

create table schedule_scopes (
    job         text not null,
    scope       text not null,
    known_since timestamptz not null default clock_timestamp(),
    primary key (job, scope)
);
comment on table schedule_scopes is 'for whom a job is; what was due before it was known does not fire';

create table schedule_marks (
    job          text not null,
    cron         text not null,
    zone         text not null,
    looked_until timestamptz not null,
    primary key (job, cron, zone)
);
comment on table schedule_marks is 'up to when the slots of a cron in a zone have become firings';

create table schedule_pauses (
    job       text primary key,
    until     timestamptz not null,
    reason    text not null check (length(reason) between 1 and 500),
    paused_by text not null,
    paused_at timestamptz not null default clock_timestamp()
);
comment on table schedule_pauses is 'slots within a pause do not fire, neither then nor later';

-- For whom each job is due by which cron and zone, and since when. jobs: [{name, scope: hub or org, cron, zone}].
create function schedule_wishes(jobs jsonb)
    returns table (job text, scope text, cron text, zone text, since timestamptz)
    language sql stable as $$
    select j.name, s.scope, coalesce(w.cron, j.cron), coalesce(w.zone, j.zone), greatest(s.known_since, w.updated_at)
    from jsonb_to_recordset(jobs) as j (name text, scope text, cron text, zone text)
    join schedule_scopes s on s.job = j.name and (s.scope = '') = (j.scope = 'hub')
    left join schedule_settings w on w.job = s.job and w.org_id = s.scope
    left join (select t.org_id, bool_or(t.disabled) as gone from identity_tenants t group by t.org_id) gone
        on gone.org_id = s.scope
    where coalesce(w.enabled, true) and not coalesce(gone.gone, false)
$$;

-- Quartz's tables, as its own script for PostgreSQL has them. A handful of rows: without its indexes.
create table qrtz_job_details
(
  sched_name        varchar(120) not null,
  job_name          varchar(200) not null,
  job_group         varchar(200) not null,
  description       varchar(250) null,
  job_class_name    varchar(250) not null,
  is_durable        boolean         not null,
  is_nonconcurrent  boolean         not null,
  is_update_data    boolean         not null,
  requests_recovery boolean         not null,
  job_data          bytea        null,
  primary key (sched_name, job_name, job_group)
);
create table qrtz_triggers
(
  sched_name     varchar(120) not null,
  trigger_name   varchar(200) not null,
  trigger_group  varchar(200) not null,
  job_name       varchar(200) not null,
  job_group      varchar(200) not null,
  description    varchar(250) null,
  next_fire_time bigint       null,
  prev_fire_time bigint       null,
  priority       integer      null,
  trigger_state  varchar(16)  not null,
  trigger_type   varchar(8)   not null,
  start_time     bigint       not null,
  end_time       bigint       null,
  calendar_name  varchar(200) null,
  misfire_instr  smallint     null,
  job_data       bytea        null,
  primary key (sched_name, trigger_name, trigger_group),
  foreign key (sched_name, job_name, job_group)
  references qrtz_job_details (sched_name, job_name, job_group)
);
create table qrtz_simple_triggers
(
  sched_name      varchar(120) not null,
  trigger_name    varchar(200) not null,
  trigger_group   varchar(200) not null,
  repeat_count    bigint       not null,
  repeat_interval bigint       not null,
  times_triggered bigint       not null,
  primary key (sched_name, trigger_name, trigger_group),
  foreign key (sched_name, trigger_name, trigger_group)
  references qrtz_triggers (sched_name, trigger_name, trigger_group)
);
create table qrtz_cron_triggers
(
  sched_name      varchar(120) not null,
  trigger_name    varchar(200) not null,
  trigger_group   varchar(200) not null,
  cron_expression varchar(120) not null,
  time_zone_id    varchar(80),
  primary key (sched_name, trigger_name, trigger_group),
  foreign key (sched_name, trigger_name, trigger_group)
  references qrtz_triggers (sched_name, trigger_name, trigger_group)
);
create table qrtz_simprop_triggers
(
  sched_name    varchar(120)   not null,
  trigger_name  varchar(200)   not null,
  trigger_group varchar(200)   not null,
  str_prop_1    varchar(512)   null,
  str_prop_2    varchar(512)   null,
  str_prop_3    varchar(512)   null,
  int_prop_1    int            null,
  int_prop_2    int            null,
  long_prop_1   bigint         null,
  long_prop_2   bigint         null,
  dec_prop_1    numeric(13, 4) null,
  dec_prop_2    numeric(13, 4) null,
  bool_prop_1   boolean           null,
  bool_prop_2   boolean           null,
  primary key (sched_name, trigger_name, trigger_group),
  foreign key (sched_name, trigger_name, trigger_group)
  references qrtz_triggers (sched_name, trigger_name, trigger_group)
);
create table qrtz_blob_triggers
(
  sched_name    varchar(120) not null,
  trigger_name  varchar(200) not null,
  trigger_group varchar(200) not null,
  blob_data     bytea        null,
  primary key (sched_name, trigger_name, trigger_group),
  foreign key (sched_name, trigger_name, trigger_group)
  references qrtz_triggers (sched_name, trigger_name, trigger_group)
);
create table qrtz_calendars
(
  sched_name    varchar(120) not null,
  calendar_name varchar(200) not null,
  calendar      bytea        not null,
  primary key (sched_name, calendar_name)
);
create table qrtz_paused_trigger_grps
(
  sched_name    varchar(120) not null,
  trigger_group varchar(200) not null,
  primary key (sched_name, trigger_group)
);
create table qrtz_fired_triggers
(
  sched_name        varchar(120) not null,
  entry_id          varchar(95)  not null,
  trigger_name      varchar(200) not null,
  trigger_group     varchar(200) not null,
  instance_name     varchar(200) not null,
  fired_time        bigint       not null,
  sched_time        bigint       not null,
  priority          integer      not null,
  state             varchar(16)  not null,
  job_name          varchar(200) null,
  job_group         varchar(200) null,
  is_nonconcurrent  boolean         null,
  requests_recovery boolean         null,
  primary key (sched_name, entry_id)
);
create table qrtz_scheduler_state
(
  sched_name        varchar(120) not null,
  instance_name     varchar(200) not null,
  last_checkin_time bigint       not null,
  checkin_interval  bigint       not null,
  primary key (sched_name, instance_name)
);
create table qrtz_locks
(
  sched_name varchar(120) not null,
  lock_name  varchar(40)  not null,
  primary key (sched_name, lock_name)
);

do $$
declare
    name text;
begin
    foreach name in array array['schedule_firings', 'schedule_scopes', 'schedule_marks', 'schedule_pauses',
        'qrtz_job_details', 'qrtz_triggers', 'qrtz_simple_triggers', 'qrtz_cron_triggers', 'qrtz_simprop_triggers',
        'qrtz_blob_triggers', 'qrtz_calendars', 'qrtz_paused_trigger_grps', 'qrtz_fired_triggers',
        'qrtz_scheduler_state', 'qrtz_locks']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
        execute format('create policy whole_hub_read on %I for select to serai_reader using (true)', name);
    end loop;
end $$;
grant select on schedule_scopes, schedule_marks, schedule_pauses to serai_reader;

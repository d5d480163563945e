-- Operators' hold on the pipeline: nodes that report themselves, pauses, jobs put on hold, and the wake-ups of many
-- orgs admitted in turn at a bounded cost.

create table nodes (
    name           text primary key,
    roles          text[] not null,
    consumers      jsonb not null,
    running        text[] not null,
    route_revision text not null,
    started_at     timestamptz not null,
    seen_at        timestamptz not null default clock_timestamp()
);
comment on column nodes.consumers is 'documents worked on at once, by stage; empty when the node is no worker';
comment on column nodes.running is 'route ids of the stages whose consumers run at this moment';

create table pauses (
    target    text primary key,
    kind      text not null check (kind in ('all', 'stage', 'node')),
    paused_by text not null,
    paused_at timestamptz not null default clock_timestamp()
);
comment on column pauses.target is '''all'', the route id of a stage, or the name of a node, whether it runs or not';

-- A node that has been silent for ten seconds is gone until it reports again.
create view live_nodes with (security_invoker = true) as
select n.*, exists (select from pauses p where p.target in ('all', n.name)) as paused
from nodes n
where n.seen_at > clock_timestamp() - interval '10 seconds';

do $$
declare
    name text;
begin
    foreach name in array array['nodes', 'pauses']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy whole_hub on %I to serai_system using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to serai_system', name);
    end loop;
end $$;
grant select on live_nodes to serai_system;

alter table jobs add column stuck_at timestamptz;
comment on column jobs.stuck_at is 'when the present attempt was reported as stuck; older than stage_started_at: an attempt before';
create index jobs_open on jobs (stage, state, org_id) where state in ('waiting', 'active', 'held');
create index jobs_unfinished on jobs (created_at desc, id desc) where state <> 'completed';

-- The pace of a stage is read here, several times a second.
create index job_stages_ended on job_stages (ended_at);

-- Rows that wait for their moment stay out of the way of those that are due.
alter table outbox add column due boolean not null default true;
comment on column outbox.due is 'available_at has passed; the relay sets it on rows written for later';
create index outbox_due on outbox (topic, org_id, priority desc, id) where due;
create index outbox_available on outbox (due, available_at);
drop index outbox_by_org;
update outbox set due = available_at <= clock_timestamp();

create or replace function job_wakes() returns trigger language plpgsql as $$
begin
    insert into outbox (org_id, topic, message_key, payload, job_id, priority, available_at, due)
    values (new.org_id, 'serai.documents.' || new.stage, new.org_id || ':' || new.document_id,
            jsonb_build_object('v', 1, 'id', new.id, 'orgId', new.org_id, 'documentId', new.document_id,
                               'version', new.version, 'stage', new.stage, 'attempt', new.attempt,
                               'routeRevision', new.route_revision, 'at', clock_timestamp()),
            new.id, new.priority, new.next_attempt_at, new.next_attempt_at <= clock_timestamp());
    return null;
end $$;

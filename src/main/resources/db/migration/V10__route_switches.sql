-- Routes that operators let stand, on every node and through restarts.

create table route_switches (
    route_id text primary key check (length(route_id) between 1 and 200),
    wanted   text not null check (wanted in ('stopped', 'suspended')),
    author   text not null,
    reason   text not null,
    since    timestamptz not null default clock_timestamp()
);
comment on table route_switches is 'a route without a row runs';

alter table route_switches enable row level security;
alter table route_switches force row level security;
create policy whole_hub on route_switches to serai_system using (true) with check (true);
grant select, insert, update, delete on route_switches to serai_system;

-- ops/checks/check_routes.sql asks these.
create policy whole_hub_read on route_switches for select to serai_reader using (true);
create policy whole_hub_read on route_revisions for select to serai_reader using (true);
create policy whole_hub_read on nodes for select to serai_reader using (true);
grant select (route_id, wanted, since) on route_switches to serai_reader;
grant select (number, origin, applied_at) on route_revisions to serai_reader;
grant select (name, route_revision, seen_at) on nodes to serai_reader;

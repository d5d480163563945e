-- Routes: does every node run the newest set, and does an operator let one stand?
--
--   psql "$SERAI_CHECK_URL" -f ops/checks/check_routes.sql
--
-- One row for each kind with its count. A node follows a new set within a second; one that is silent for ten seconds is
-- gone.
with newest as (
    select coalesce(max(number), 0) as number, max(applied_at) as since from route_revisions
), kinds as (
    select 1 as place, 'nodes that do not run revision ' || newest.number as what,
           (select count(*) from nodes n
            where n.seen_at > now() - interval '10 seconds' and n.route_revision <> newest.number::text
              and newest.since < now() - interval '10 seconds') as n,
           'P2' as level, 'see the log of the node that GET /api/routes names with another revision' as what_to_do
    from newest
    union all
    select 2, 'routes that stand for more than 1 hour',
           (select count(*) from route_switches where since < now() - interval '1 hour'),
           'P3', 'GET /api/operator/audit?action=route_stop says who and why; start them when it is over'
)
select case when n = 0 then 'OK' else level end as level,
       what,
       n::text as value,
       '0' as expected,
       case when n = 0 then 'nothing' else what_to_do end as what_to_do
from kinds
order by n > 0 desc, place;

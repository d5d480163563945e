-- One alert for all that came at once; its text names the worst of them.
with recent as (
    select distinct a.id, a.severity, a.source, a.title
    from alert_deliveries d join alerts a on a.id = d.alert_id
    where d.state = 'summarised' and d.created_at > clock_timestamp() - make_interval(secs => :#stormCalm::double precision)
), named as (
    select * from recent order by severity, id limit 20
), told as (
    select (select count(*) from recent) || ' more alerts came at once and are not told one by one: '
           || (select string_agg(severity || ': ' || n, ', ' order by severity)
               from (select severity, count(*) as n from recent group by severity) s)
           || E'. GET /api/alerts lists them.\n'
           || (select string_agg(severity || ' ' || source || ': ' || left(title, 120), E'\n' order by severity, id) from named)
           as text
)
select x.alert as "alert"
from told cross join lateral alert_raise(
    'alert-storm', '', 'storm', :#worst, 'Many alerts at once', left(told.text, 4000), '{}'::jsonb, 'AlertStorm', '{}'::text[], 'hub',
    :#flaps::integer, :#flapSeconds::double precision) x

-- One mail to each recipient with all quiet alerts since the last one.
with due as (
    select id from alert_deliveries
    where channel = 'digest' and state = 'waiting' and available_at <= clock_timestamp()
    order by id for update skip locked
), gone as (
    update alert_deliveries d set state = 'delivered', attempt = 1, ended_at = clock_timestamp()
    from due where d.id = due.id
    returning d.id, d.alert_id
), listed as (
    select a.id, a.severity || ' ' || a.source || ': ' || a.title || ' (' || a.state || ', since '
           || to_char(a.since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') || ')' as line, a.since,
           row_number() over (order by a.severity, a.id) as place
    from alerts a where a.id in (select alert_id from gone)
), whole as (
    select (select max(id) from gone) as newest, count(*) as n, to_char(min(since) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since,
           string_agg(line, E'\n' order by place) filter (where place <= 50)
           || case when count(*) > 50 then E'\n… and ' || count(*) - 50 || ' more' else '' end as text
    from listed having count(*) > 0
)
insert into email_logs (mail_key, template, recipient, variables)
select 'alert-digest:' || w.newest || ':' || r.address, 'alert', r.address,
       jsonb_build_object('title', w.n || case when w.n = 1 then ' quiet alert' else ' quiet alerts' end, 'severity', 'P3',
                          'source', 'digest', 'since', w.since, 'text', w.text, 'runbook', '', 'link', :#listLink)
from whole w cross join jsonb_array_elements_text(:#mailTo::jsonb) as r (address)
on conflict (mail_key) do nothing

-- Open notices of operators become alerts, by the rule of their kind: its title, runbook, channels that stay quiet, and
-- the detail that tells causes apart.
with rules as (
    select * from jsonb_to_recordset(:#noticeRules::jsonb) as r (kind text, title text, runbook text, key text, muted text[])
), due as (
    select n.id, n.org_id, n.notice_key, n.severity, n.text, n.details, r.title, r.runbook, r.key, r.muted,
           case when n.kind ~ '^[a-z][a-z0-9._-]{0,62}$' then n.kind else 'notice' end as source
    from notices n
    left join lateral (select * from rules
                       where n.kind like replace(replace(rules.kind, '_', '\_'), '*', '%')
                       order by length(rules.kind) desc limit 1) r on true
    where n.audience = 'operator' and n.closed_at is null and n.due_at <= clock_timestamp()
      and not exists (select from alert_notices l join alerts a on a.id = l.alert_id
                      where l.notice_id = n.id and a.state <> 'resolved')
    order by n.id limit 500
), raised as (
    select d.id, x.alert
    from due d
    cross join lateral alert_raise(
        d.source, coalesce(d.org_id, ''), left(coalesce(d.details ->> d.key, d.notice_key), 300), d.severity,
        left(coalesce(d.title, d.text), 200), left(d.text, 4000), d.details,
        coalesce(substring(d.details ->> 'runbook' from '^[A-Za-z0-9._-]{1,100}$'), d.runbook),
        coalesce(d.muted, '{}')
            || case when d.source = 'alert-channel-failing' then array[d.details ->> 'channel'] else '{}'::text[] end,
        'hub', :#flaps::integer, :#flapSeconds::double precision) x
), linked as (
    insert into alert_notices (notice_id, alert_id) select id, alert from raised
    on conflict (notice_id) do update set alert_id = excluded.alert_id
    returning 1
)
select count(*) as "raised" from linked
